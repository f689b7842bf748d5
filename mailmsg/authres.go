package mailmsg

import (
	"strings"
)

// AuthResults is one Authentication-Results field (RFC 8601): what a server says it checked. Anyone can write such a
// field, so believe it by AuthenticatedBy only.
type AuthResults struct {
	Server  string // authserv-id, lower case
	Results []AuthResult

	delivering bool // it stands where the site that took the message last writes
}

// AuthResult is one check: dkim=pass header.d=example.org.
type AuthResult struct {
	Method   string            // "spf", "dkim", "dmarc", "arc", …, lower case
	Result   string            // "pass", "fail", "none", …, lower case
	Reason   string            // of reason="…" and comments, may be ""
	Property map[string]string // "header.d": "example.org", names in lower case
}

// AuthenticatedBy gives the results of the provider, by its site as LearnProvider tells it or by the name of one server. ok is
// false where it says nothing.
//
// Fields are added on top, so of several by that name the topmost is the provider's own. One below the Received field of
// another site came with the message, whatever name it bears.
func (m *Message) AuthenticatedBy(provider string) (results AuthResults, ok bool) {
	provider = strings.ToLower(strings.TrimSuffix(provider, "."))
	for _, r := range m.Authentication {
		if provider != "" && r.delivering && (r.Server == provider || strings.HasSuffix(r.Server, "."+provider)) {
			return r, true
		}
	}
	return AuthResults{}, false
}

// Find returns the best result of a method: pass before all others, as one good signature of several is enough.
func (r AuthResults) Find(method string) (result AuthResult, ok bool) {
	for _, one := range r.Results {
		if one.Method == method && (!ok || one.Result == "pass" && result.Result != "pass") {
			result, ok = one, true
		}
	}
	return result, ok
}

const maxAuthFields = 20

// parseAuthResults reads "mx.example.org 1; spf=pass smtp.mailfrom=a@b; dkim=fail (bad key) header.d=b".
func parseAuthResults(value string) AuthResults {
	var r AuthResults
	for i, clause := range splitClauses(value) {
		words, comments := authWords(clause)
		if len(words) == 0 {
			continue
		}
		if i == 0 {
			if !strings.Contains(words[0], "=") {
				r.Server = strings.ToLower(strings.Trim(words[0], `".`))
				continue
			}
			return r // a field without a server says nothing
		}
		if one, ok := authResult(words, comments); ok {
			r.Results = append(r.Results, one)
		}
	}
	return r
}

func authResult(words, comments []string) (one AuthResult, ok bool) {
	method, result, ok := strings.Cut(words[0], "=")
	if !ok || method == "" || result == "" {
		return one, false
	}
	method, _, _ = strings.Cut(method, "/") // a version
	one = AuthResult{Method: strings.ToLower(method), Result: strings.ToLower(result), Property: map[string]string{}}
	for _, word := range words[1:] {
		name, text, _ := strings.Cut(word, "=")
		name, text = strings.ToLower(name), strings.Trim(text, `"`)
		switch {
		case name == "reason":
			one.Reason = text
		case strings.Contains(name, "."):
			one.Property[name] = text
		}
	}
	if one.Reason == "" {
		one.Reason = strings.Join(comments, "; ")
	}
	return one, true
}

// splitClauses cuts at semicolons outside of quotes and comments.
func splitClauses(s string) []string {
	var list []string
	start, depth, inQuotes := 0, 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '"' && depth == 0:
			inQuotes = !inQuotes
		case inQuotes:
		case c == '(':
			depth++
		case c == ')':
			depth = max(depth-1, 0)
		case c == ';' && depth == 0:
			list, start = append(list, s[start:i]), i+1
		}
	}
	return append(list, s[start:])
}

// authWords cuts a clause into words, with blanks around "=" taken out, and comments.
func authWords(clause string) (words, comments []string) {
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	for clause != "" {
		switch clause[0] {
		case '(':
			text, n := comment(clause)
			if n == 0 {
				return words, comments
			}
			flush()
			comments = append(comments, plainLine(text))
			clause = clause[n:]
			continue
		case '"':
			if text, rest, ok := quoted(clause); ok {
				word.WriteString(`"` + text + `"`)
				clause = rest
				continue
			}
		case ' ', '\t':
			rest := strings.TrimLeft(clause, " \t")
			if !strings.HasPrefix(rest, "=") && !strings.HasSuffix(word.String(), "=") {
				flush()
			}
			clause = rest
			continue
		default:
			word.WriteByte(clause[0])
		}
		clause = clause[1:]
	}
	flush()
	return words, comments
}
