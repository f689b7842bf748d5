package mailmsg

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// attached makes a letter with one attachment of that name, type and data.
func attached(name, kind, data string) string {
	return letter("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: " + kind + "\nContent-Disposition: attachment; filename=\"" + name +
		"\"\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte(data)) + "\n--b--\n")
}

func TestRisk(t *testing.T) {
	const program, pdf, ole, zip = "MZ\x90\x00", "%PDF-1.7", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "PK\x03\x04\x14\x00\x00\x00\x08\x00"
	wordMacro := zip + strings.Repeat("\x00", 20) + "[Content_Types].xml" + strings.Repeat("x", 5000) + "word/vbaProject.bin"
	tests := []struct {
		name, kind, data string
		want             Risk
		content          string
	}{
		{"letter.pdf", "application/pdf", pdf, NoRisk, "application/pdf"},
		{"photo.jpg", "image/jpeg", "\xff\xd8\xff\xe0", NoRisk, "image/jpeg"},
		{"notes.txt", "text/plain", "hello", NoRisk, ""},
		{"game.exe", "application/octet-stream", program, RiskProgram, "application/x-msdownload"},
		{"game", "application/octet-stream", program, RiskProgram, "application/x-msdownload"},
		{"invoice.pdf.exe", "application/pdf", program, RiskDisguise, "application/x-msdownload"},
		{"invoice.pdf      .exe", "application/pdf", program, RiskDisguise, "application/x-msdownload"},
		{"invoice_\u202efdp.exe", "application/pdf", program, RiskDisguise, "application/x-msdownload"},
		{"photo.jpg", "image/jpeg", program, RiskDisguise, "application/x-msdownload"},
		{"photo.jpg", "image/jpeg", "#!/bin/sh", RiskDisguise, "text/x-shellscript"},
		{"setup.msi", "application/octet-stream", ole, RiskProgram, "application/x-ole-storage"},
		{"run.ps1", "text/plain", "Get-Item", RiskScript, ""},
		{"open.lnk", "application/octet-stream", "L\x00\x00\x00\x01\x14\x02\x00", RiskShortcut, "application/x-ms-shortcut"},
		{"disk.iso", "application/octet-stream", "x", RiskDiskImage, ""},
		{"page.html", "text/html", "<html><form>", RiskPage, "text/html"},
		{"drawing.svg", "image/svg+xml", "<svg><script/>", RiskPage, "image/svg+xml"},
		{"invoice.html", "application/pdf", "<!DOCTYPE html>", RiskPage, "text/html"},
		{"plan.docm", "application/octet-stream", "x", RiskMacro, ""},
		{"plan.docx", "application/octet-stream", wordMacro, RiskMacro, "application/vnd.openxmlformats-officedocument"},
		{"plan.doc", "application/msword", ole + strings.Repeat("y", 2000) + "_\x00V\x00B\x00A\x00_\x00P\x00R\x00O\x00J\x00E\x00C\x00T", RiskMacro, "application/x-ole-storage"},
		{"plan.doc", "application/msword", ole + strings.Repeat("y", 2000), NoRisk, "application/x-ole-storage"},
		{"locked.zip", "application/zip", "PK\x03\x04\x14\x00\x01\x00" + strings.Repeat("z", 30), RiskLocked, "application/zip"},
		{"open.zip", "application/zip", "PK\x03\x04\x14\x00\x00\x00" + strings.Repeat("z", 30), NoRisk, "application/zip"},
		{"thing", "application/octet-stream", "\x01\x02\x03", RiskUnknown, ""},
		{"forwarded.eml", "message/rfc822", "Subject: x", NoRisk, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name+" "+tt.content, func(t *testing.T) {
			for _, o := range []Options{{}, {NoData: true}} {
				a := Parse(strings.NewReader(attached(tt.name, tt.kind, tt.data)), o).Attachments[0]
				if a.Risk != tt.want || a.Content != tt.content {
					t.Errorf("%+v: risk %q, content %q; want %q, %q", o, a.Risk, a.Content, tt.want, tt.content)
				}
			}
		})
	}
}

func TestSniff(t *testing.T) {
	zip := func(name, rest string) string {
		return "PK\x03\x04" + strings.Repeat("\x00", 26) + name + rest
	}
	for data, want := range map[string]string{
		"GIF89a": "image/gif", "RIFFxxxxWEBPVP8": "image/webp", "RIFFxxxxWAVE": "audio/wav", "\x00\x00\x00\x20ftypheic": "image/heic", "\x00\x00\x00\x20ftypisom": "video/mp4",
		zip("mimetypeapplication/vnd.oasis.opendocument.text", "PK"):            "application/vnd.oasis.opendocument.text",
		zip("word/document.xml", ""):                                            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		zip("META-INF/MANIFEST.MF", ""):                                         "application/java-archive",
		zip("a.txt", "PK\x03\x04"+strings.Repeat("\x00", 26)+"xl/workbook.xml"): "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		zip("a.txt", ""): "application/zip", "\xef\xbb\xbf\n<html>": "text/html", "<?xml version='1.0'?><svg/>": "image/svg+xml", "plain": "", "": "",
		"BMW and MZ are no files": "", "MZ is a word": "", "BM\x3a\x00\x00\x00": "image/bmp", "ID3\x03\x00": "audio/mpeg",
		"[InternetShortcut]\nURL=file:": "application/x-url",
	} {
		if got := sniff([]byte(data)); got != want {
			t.Errorf("sniff(%.40q) = %q, want %q", data, got, want)
		}
	}
}

// tnefBuilder writes a winmail.dat.
type tnefBuilder struct{ out bytes.Buffer }

func (b *tnefBuilder) attribute(level byte, id uint16, data []byte) {
	if b.out.Len() == 0 {
		b.out.Write([]byte{0x78, 0x9f, 0x3e, 0x22, 1, 0})
	}
	var sum uint16
	for _, c := range data {
		sum += uint16(c)
	}
	b.out.WriteByte(level)
	b.out.Write(binary.LittleEndian.AppendUint32(nil, uint32(id)|0x00060000))
	b.out.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(data))))
	b.out.Write(data)
	b.out.Write(binary.LittleEndian.AppendUint16(nil, sum))
}

// props writes properties: of a fixed kind, a named one, texts and binaries.
func props(texts map[uint16]string, binaries map[uint16]string) []byte {
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(texts)+len(binaries)+2))
	out = append(out, 0x03, 0, 0x05, 0x37, 1, 0, 0, 0) // PidTagAttachMethod
	out = append(out, 0x0B, 0, 0x00, 0x80)             // a named one
	out = append(out, make([]byte, 16+4+4+4)...)
	value := func(kind, id uint16, data []byte) {
		out = binary.LittleEndian.AppendUint16(out, kind)
		out = binary.LittleEndian.AppendUint16(out, id)
		out = binary.LittleEndian.AppendUint32(out, 1)
		out = binary.LittleEndian.AppendUint32(out, uint32(len(data)))
		out = append(out, data...)
		out = append(out, make([]byte, (4-len(data)%4)%4)...)
	}
	for id, text := range texts {
		var data []byte
		for _, unit := range append(utf16.Encode([]rune(text)), 0) {
			data = binary.LittleEndian.AppendUint16(data, unit)
		}
		value(mapiUnicode, id, data)
	}
	for id, data := range binaries {
		value(mapiBinary, id, []byte(data))
	}
	return out
}

func winmail() []byte {
	var b tnefBuilder
	b.attribute(1, oemCodepage, []byte{0xE4, 0x04, 0, 0, 0, 0, 0, 0}) // 1252
	b.attribute(1, messageProps, props(nil, map[uint16]string{propBodyHTML: "<p>Gr\xfc\xdfe"}))
	b.attribute(2, attachRendering, make([]byte, 14))
	b.attribute(2, attachTitle, []byte("M\xe4rz~1.TXT\x00"))
	b.attribute(2, attachData, []byte("in March"))
	b.attribute(2, attachProps, props(map[uint16]string{propLongName: "März 2026.txt", propMimeTag: "text/plain"}, nil))
	b.attribute(2, attachRendering, make([]byte, 14))
	b.attribute(2, attachTitle, []byte("gr\xfcn.gif\x00"))
	b.attribute(2, attachData, []byte("GIF89a"))
	return b.out.Bytes()
}

func TestWinmail(t *testing.T) {
	m := parseString(attached("winmail.dat", "application/ms-tnef", string(winmail())))
	want := []string{"winmail.dat application/ms-tnef " + strconv.Itoa(len(winmail())), "März 2026.txt text/plain 8 in winmail.dat", "grün.gif image/gif 6 in winmail.dat"}
	if got := listing(m); !slices.Equal(got, want) {
		t.Errorf("attachments %q, want %q", got, want)
	}
	if string(m.Attachments[1].Data) != "in March" || len(m.Defects) > 0 {
		t.Errorf("data %q, defects %q", m.Attachments[1].Data, m.Defects)
	}
	if m.HTML != "<p>Grüße" || collapse(m.Text) != "Grüße" {
		t.Errorf("text %q, HTML %q", m.Text, m.HTML)
	}
	var outer tnefBuilder
	outer.attribute(2, attachRendering, nil)
	outer.attribute(2, attachProps, props(map[uint16]string{propDisplayName: "a message"}, map[uint16]string{propData: string(winmail())}))
	if m := parseString(attached("winmail.dat", "application/ms-tnef", outer.out.String()+strings.Repeat("\x00", 1))); len(m.Attachments) != 3 || m.Attachments[1].Name != "März 2026.txt" {
		t.Errorf("a message within: %q", listing(m))
	}
	var out bytes.Buffer
	if a, err := Extract(sourceOf([]byte(attached("winmail.dat", "application/ms-tnef", string(winmail())))), 2, &out); err != nil || a.Name != "grün.gif" || out.String() != "GIF89a" {
		t.Errorf("extracted %q, %q, %v", a.Name, out.String(), err)
	}
	broken := winmail()
	broken = broken[:len(broken)-20]
	m = parseString(attached("winmail.dat", "application/octet-stream", string(broken)))
	if got := strings.Join(m.Defects, "|"); len(m.Attachments) < 2 || !strings.Contains(got, "not whole") {
		t.Errorf("cut off: %q, defects %q", listing(m), got)
	}
}

func FuzzTNEF(f *testing.F) {
	f.Add(winmail())
	f.Fuzz(func(t *testing.T, b []byte) {
		tnef, _ := readTNEF(b, 0)
		total := 0
		for _, file := range tnef.files {
			total += len(file.data)
		}
		if total > len(b) {
			t.Errorf("%d bytes of files in %d", total, len(b))
		}
	})
}

func FuzzEncodedFiles(f *testing.F) {
	f.Add([]byte("See:\nbegin 644 cat.txt\n#0V%T\n`\nend\n=ybegin line=128 size=3 name=cat.bin\nm\x8b\x9e\n=yend size=3 pcrc32=0\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		text, files := splitEncoded(body)
		total := len(text)
		for _, file := range files {
			total += len(file.data)
		}
		if total > len(body) {
			t.Errorf("%d bytes out of %d", total, len(body))
		}
	})
}
