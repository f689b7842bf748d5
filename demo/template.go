package demo

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"
)

// template is one letter file, read but not yet written out. A file is a message
// in UTF-8 with LF line ends. Fields that steer the making are taken out of it:
//
//	X-Demo-Age      when it was written (see moment); becomes the Date field
//	X-Demo-No-Date  no Date field is written
//	X-Demo-No-ID    the missing Message-ID is meant
//	X-Demo-Zone     zone of the Date field, such as +0900; else that of now
//	X-Demo-Charset  the charset that text is encoded in; else UTF-8
//	X-Demo-Raw      header fields are written in that charset, not as encoded words
//	X-Demo-Broken   what is wrong with this letter on purpose
//
// Words in double braces are dates (see expandDates) or, on a line of their own,
// something made by code (see writeMade).
type template struct {
	name    string
	now     time.Time
	date    time.Time // in the zone of now
	control map[string]string
	fields  []field
	body    []string
	charset charset
}

// field is one header field; value keeps its folding, with LF.
type field struct{ name, value string }

// parseTemplate reads one letter file and puts in its dates.
func parseTemplate(name, text string, now time.Time) (*template, error) {
	head, body, ok := strings.Cut(text, "\n\n")
	if !ok {
		return nil, errors.New("no empty line after the header")
	}
	t := &template{name: name, now: now, control: map[string]string{}}
	for _, f := range splitFields(head) {
		if key, ok := strings.CutPrefix(f.name, "X-Demo-"); ok {
			t.control[key] = f.value
		} else {
			t.fields = append(t.fields, f)
		}
	}
	var err error
	if t.date, err = moment(t.control["Age"], now); err != nil {
		return nil, err
	}
	if t.charset, err = charsetNamed(t.control["Charset"]); err != nil {
		return nil, err
	}
	for i, f := range t.fields {
		if t.fields[i].value, err = expandDates(f.value, t.date, now); err != nil {
			return nil, err
		}
	}
	if body, err = expandDates(body, t.date, now); err != nil {
		return nil, err
	}
	if body != "" {
		t.body = strings.Split(strings.TrimSuffix(body, "\n"), "\n")
	}
	return t, nil
}

// splitFields takes a header apart. A line that begins with a space goes on with
// the field before it (RFC 5322 section 2.2.3).
func splitFields(head string) []field {
	var fields []field
	for line := range strings.SplitSeq(head, "\n") {
		if strings.HasPrefix(line, " ") && len(fields) > 0 {
			fields[len(fields)-1].value += "\n" + line
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		fields = append(fields, field{name, strings.TrimPrefix(value, " ")})
	}
	return fields
}

// render writes the message out.
func (t *template) render() ([]byte, error) {
	var b bytes.Buffer
	if err := t.writeHeader(&b); err != nil {
		return nil, err
	}
	for i := 0; i < len(t.body); i++ {
		if !strings.HasPrefix(t.body[i], "{{") {
			if err := t.writeText(&b, t.body[i]); err != nil {
				return nil, err
			}
			continue
		}
		used, err := t.writeMade(&b, t.body[i:])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.body[i], err)
		}
		i += used - 1
	}
	return b.Bytes(), nil
}

// writeHeader writes the fields and the empty line after them.
func (t *template) writeHeader(b *bytes.Buffer) error {
	t.writeTrace(b)
	if t.control["No-Date"] == "" {
		date, err := t.zoned()
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "Date: %s\r\n", date.Format(time.RFC1123Z))
	}
	for _, f := range t.fields {
		value, err := t.encodeField(f)
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "%s: %s\r\n", f.name, strings.ReplaceAll(value, "\n", "\r\n"))
	}
	b.WriteString("\r\n")
	return nil
}

// writeTrace writes what the last mail server on the way puts on top (RFC 5321
// section 4.4). It took three seconds to arrive.
func (t *template) writeTrace(b *bytes.Buffer) {
	host := "mail.example.org"
	for _, f := range t.fields {
		if _, domain, ok := strings.Cut(f.value, "@"); ok && f.name == "From" {
			host = "mx." + strings.TrimSuffix(domain, ">")
		}
	}
	arrived := t.date.Add(3 * time.Second).Format(time.RFC1123Z)
	fmt.Fprintf(b, "Delivered-To: %s\r\n", User)
	fmt.Fprintf(b, "Received: from %s (%s [192.0.2.25])\r\n\tby mail.satchel.example with ESMTPS id %s\r\n\tfor <%s>; %s\r\n",
		host, host, t.name, User, arrived)
}

// zoned is the date in the zone of the sender's clock.
func (t *template) zoned() (time.Time, error) {
	zone := t.control["Zone"]
	if zone == "" {
		return t.date, nil
	}
	clock, err := time.Parse("-0700", zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("zone: %w", err)
	}
	return t.date.In(clock.Location()), nil
}

// writeText writes one line in the letter's charset. Line by line, since a line in
// ISO-2022-JP has to end in ASCII (RFC 1468).
func (t *template) writeText(b *bytes.Buffer, line string) error {
	encoded, err := t.charset.encode(line)
	if err != nil {
		return err
	}
	b.Write(encoded)
	b.WriteString("\r\n")
	return nil
}
