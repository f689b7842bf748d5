package demo

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"mime/quotedprintable"
	"slices"
	"strconv"
	"strings"
)

// writeMade writes what the first of lines asks for and returns how many lines of
// the file that took. Those of the second group go on to a line "{{end}}":
//
//	{{png SCENE WxH}}   {{jpeg SCENE WxH}}   a picture, in base64 as all files are
//	{{gif WxH}}         a lighthouse whose lamp turns
//	{{wav SECONDS}}     a recording
//	{{story BYTES}}     a long story, in plain text
//
//	{{pdf TITLE}}       a page with the lines between on it
//	{{zip}}             an archive of what the lines between name
//	{{base64}} {{qp}}   the lines between, in the letter's charset, so encoded
func (t *template) writeMade(b *bytes.Buffer, lines []string) (used int, err error) {
	inside, ok := strings.CutSuffix(strings.TrimPrefix(lines[0], "{{"), "}}")
	if !ok {
		return 0, errors.New("no closing braces")
	}
	kind, arg, _ := strings.Cut(inside, " ")
	switch kind {
	case "png", "jpeg":
		data, err := picture(kind, arg)
		writeBase64(b, data)
		return 1, err
	case "gif":
		data, err := film(arg)
		writeBase64(b, data)
		return 1, err
	case "wav", "story":
		n, err := strconv.Atoi(arg)
		if err != nil {
			return 0, err
		}
		if kind == "wav" {
			writeBase64(b, recording(n))
		} else {
			b.WriteString(strings.ReplaceAll(story(n), "\n", "\r\n"))
		}
		return 1, nil
	}
	end := slices.Index(lines, "{{end}}")
	if end < 0 {
		return 0, errors.New("unknown, or its {{end}} is missing")
	}
	return end + 1, t.writeBlock(b, kind, arg, lines[1:end])
}

func (t *template) writeBlock(b *bytes.Buffer, kind, arg string, lines []string) error {
	switch kind {
	case "pdf":
		data, err := page(arg, lines)
		writeBase64(b, data)
		return err
	case "zip":
		data, err := archive(lines, t.date)
		writeBase64(b, data)
		return err
	case "base64":
		var text bytes.Buffer
		for _, line := range lines {
			if err := t.writeText(&text, line); err != nil {
				return err
			}
		}
		writeBase64(b, text.Bytes())
		return nil
	case "qp":
		return t.writeQuoted(b, lines)
	}
	return fmt.Errorf("nobody makes %q", kind)
}

// writeQuoted writes lines as quoted-printable.
func (t *template) writeQuoted(b *bytes.Buffer, lines []string) error {
	w := quotedprintable.NewWriter(b)
	for _, line := range lines {
		text, err := t.charset.encode(line)
		if err != nil {
			return err
		}
		if _, err := w.Write(append(text, "\r\n"...)); err != nil {
			return err
		}
	}
	return w.Close()
}

// writeBase64 writes data in lines of 76 characters (RFC 2045 section 6.8).
func writeBase64(b *bytes.Buffer, data []byte) {
	const perLine = 57
	b.Grow(len(data)/perLine*78 + 80)
	for chunk := range slices.Chunk(data, perLine) {
		b.Write(base64.StdEncoding.AppendEncode(b.AvailableBuffer(), chunk))
		b.WriteString("\r\n")
	}
}
