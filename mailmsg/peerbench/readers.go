package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/jhillyerd/enmime/v2"

	"satchel/mailmsg"
)

// reading is what a reader makes of a message.
type reading struct {
	Failed              bool // it gave an error or crashed
	Subject, Text, HTML string
	Date                string // RFC 3339 in UTC, "" for none
	From                []string
	Files               []string // "sha256 size"
}

func file(data []byte) string {
	sum := sha256.Sum256(data)
	return fmt.Sprintf("%s %d", hex.EncodeToString(sum[:]), len(data))
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func readWithSatchel(raw []byte) reading {
	m := mailmsg.Parse(bytes.NewReader(raw), mailmsg.Options{NoData: true})
	r := reading{Subject: m.Subject, Text: m.SentText, HTML: m.SentHTML}
	if m.AuthorTime {
		r.Date = stamp(m.Date)
	}
	for _, a := range m.From {
		r.From = append(r.From, strings.ToLower(a.Address))
	}
	for _, a := range m.Attachments {
		if a.Within == "" {
			r.Files = append(r.Files, fmt.Sprintf("%x %d", a.SHA256, a.Size))
		}
	}
	return r
}

var enmimeParser = enmime.NewParser(enmime.DisableTextConversion(true))

func readWithEnmime(raw []byte) (r reading) {
	defer func() {
		if recover() != nil {
			r = reading{Failed: true}
		}
	}()
	env, err := enmimeParser.ReadEnvelope(bytes.NewReader(raw))
	if err != nil {
		return reading{Failed: true}
	}
	r = reading{Subject: env.GetHeader("Subject"), Text: env.Text, HTML: env.HTML}
	if t, err := env.Date(); err == nil {
		r.Date = stamp(t)
	}
	if list, err := env.AddressList("From"); err == nil {
		for _, a := range list {
			r.From = append(r.From, strings.ToLower(a.Address))
		}
	}
	for _, list := range [][]*enmime.Part{env.Attachments, env.Inlines, env.OtherParts} {
		for _, part := range list {
			r.Files = append(r.Files, file(part.Content))
		}
	}
	return r
}

//go:embed peer.py
var pythonReader string

// readWithPython reads all files in one process. nil where there is no Python.
func readWithPython(folder string, samples []sample) ([]reading, error) {
	python, err := exec.LookPath("python3")
	if err != nil {
		return nil, nil
	}
	cmd := exec.Command(python, "-c", pythonReader)
	cmd.Dir, cmd.Stderr = folder, os.Stderr
	var names strings.Builder
	for _, s := range samples {
		names.WriteString(s.name + "\n")
	}
	cmd.Stdin = strings.NewReader(names.String())
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("python: %w", err)
	}
	var all []reading
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var r reading
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	if len(all) != len(samples) {
		return nil, fmt.Errorf("python read %d of %d messages", len(all), len(samples))
	}
	return all, lines.Err()
}
