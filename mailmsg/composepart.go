package mailmsg

import (
	"encoding/base64"
	"errors"
	"io"
	"strconv"
	"strings"
)

// node is one part of a message to be written: with parts below it, or with a body.
type node struct {
	kind        string
	params      [][2]string
	disposition string
	name        string
	contentID   string
	encoding    string
	parts       []node
	content     func(*lineWriter) error
}

// write writes the fields of a part, the empty line and the body. boundary is of this level; deeper ones are derived.
func (n node) write(out *lineWriter, boundary string) {
	params := n.params
	if n.parts != nil {
		params = append(params[:len(params):len(params)], [2]string{"boundary", boundary})
	}
	kind := n.kind
	for _, p := range params {
		kind += "; " + p[0] + "=" + quoteParam(p[1])
	}
	out.field("Content-Type", kind+plainName("name", n.name))
	if n.encoding != "" {
		out.field("Content-Transfer-Encoding", n.encoding)
	}
	if n.contentID != "" {
		out.field("Content-ID", "<"+n.contentID+">")
	}
	if n.disposition != "" {
		out.field("Content-Disposition", n.disposition+plainName("filename", n.name)+extendedName("filename", n.name))
	}
	out.line("")
	if n.parts == nil {
		if err := n.content(out); err != nil && out.err == nil {
			out.err = err
		}
		return
	}
	for i, child := range n.parts {
		out.line("--" + boundary)
		child.write(out, boundary+"."+strconv.Itoa(i))
		if child.parts != nil {
			out.line("")
		}
	}
	out.line("--" + boundary + "--")
}

// quoteParam quotes a value unless it is a token (RFC 2045 section 5.1).
func quoteParam(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+") == "" {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// plainName is the name for programs that know no RFC 2231: as it is, or as the encoded words that are forbidden there
// and that all of them read.
func plainName(param, name string) string {
	if name == "" {
		return ""
	}
	if isASCII([]byte(name)) && len(name) < 60 && !strings.Contains(name, "=?") && !strings.Contains(name, "  ") {
		return "; " + param + "=" + quoteParam(name)
	}
	return "; " + param + `="` + encodeWords(name, 0) + `"`
}

// extendedName is the name by RFC 2231, in pieces where it is long; "" where the plain form says it all.
func extendedName(param, name string) string {
	if isASCII([]byte(name)) && len(name) < 60 && !strings.Contains(name, "=?") && !strings.Contains(name, "  ") {
		return ""
	}
	const most = 60
	var pieces []string
	piece := "utf-8''"
	for i := range len(name) {
		c := appendPercentByte(nil, name[i])
		if len(piece)+len(c) > most {
			pieces = append(pieces, piece)
			piece = ""
		}
		piece += string(c)
	}
	pieces = append(pieces, piece)
	if len(pieces) == 1 {
		return "; " + param + "*=" + pieces[0]
	}
	var out strings.Builder
	for i, piece := range pieces {
		out.WriteString("; " + param + "*" + strconv.Itoa(i) + "*=" + piece)
	}
	return out.String()
}

func appendPercentByte(dst []byte, c byte) []byte {
	if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' {
		return append(dst, c)
	}
	return append(dst, '%', hexDigits[c>>4], hexDigits[c&15])
}

func fileNodes(files []File, disposition string) []node {
	nodes := make([]node, len(files))
	for i, f := range files {
		nodes[i] = fileNode(f, disposition)
	}
	return nodes
}

// fileNode writes any file as base64, messages too: it must arrive byte for byte, whatever its lines are like.
func fileNode(f File, disposition string) node {
	kind := strings.ToLower(plainLine(f.Type))
	major, minor, ok := strings.Cut(kind, "/")
	if !ok || major == "multipart" || major == "message" || quoteParam(major) != major || quoteParam(minor) != minor {
		kind = "application/octet-stream" // base64 is forbidden for the composite types (RFC 2045 section 6.4)
	}
	id := f.ContentID
	if !isMessageID(id) {
		id = ""
	}
	return node{
		kind: kind, disposition: disposition, name: plainLine(f.Name), contentID: id, encoding: "base64",
		content: func(out *lineWriter) error { return writeFile(out, f) },
	}
}

func writeFile(out *lineWriter, f File) error {
	if f.Open == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	const perLine = 57
	in, line := make([]byte, perLine*512), make([]byte, 0, 80*512)
	for {
		n, err := io.ReadFull(r, in)
		line = line[:0]
		for rest := in[:n]; len(rest) > 0; {
			piece := rest[:min(perLine, len(rest))]
			rest = rest[len(piece):]
			line = append(base64.StdEncoding.AppendEncode(line, piece), '\r', '\n')
		}
		if _, err := out.Write(line); err != nil {
			return err
		}
		switch {
		case err == nil:
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil
		default:
			return err
		}
	}
}
