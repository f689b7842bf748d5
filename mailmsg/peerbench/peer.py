import datetime, email, email.policy, email.utils, hashlib, json, sys

def text_of(part):
    data = part.get_payload(decode=True) or b""
    charset = part.get_content_charset() or "utf-8"
    try:
        return data.decode(charset, "replace")
    except LookupError:
        return data.decode("latin-1")

def read(name):
    message = email.message_from_bytes(open(name, "rb").read(), policy=email.policy.default)
    out = {"Subject": str(message.get("Subject", "")), "Text": "", "HTML": "", "Date": "", "From": [], "Files": []}
    try:
        date = email.utils.parsedate_to_datetime(message.get("Date"))
        if date.tzinfo is None:
            date = date.replace(tzinfo=datetime.timezone.utc)
        out["Date"] = date.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    except Exception:
        pass
    out["From"] = [a.lower() for _, a in email.utils.getaddresses([str(v) for v in message.get_all("From", [])]) if a]
    stack = [message]
    while stack:
        part = stack.pop(0)
        if part.get_content_maintype() == "multipart":
            stack = list(part.iter_parts()) + stack
            continue
        kind, place = part.get_content_type(), part.get_content_disposition()
        if part.get_content_maintype() == "message" and part.is_multipart():
            data = b"".join(p.as_bytes() for p in part.get_payload())
            out["Files"].append(hashlib.sha256(data).hexdigest() + " %d" % len(data))
        elif kind in ("text/plain", "text/html") and place != "attachment":
            out["Text" if kind == "text/plain" else "HTML"] += text_of(part)
        else:
            data = part.get_payload(decode=True) or b""
            out["Files"].append(hashlib.sha256(data).hexdigest() + " %d" % len(data))
    return out

for name in sys.stdin.read().splitlines():
    try:
        out = read(name)
    except Exception:
        out = {"Failed": True}
    print(json.dumps(out))
