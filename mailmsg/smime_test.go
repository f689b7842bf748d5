package mailmsg

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
)

// der writes an element of definite length, of fewer than 65,536 bytes.
func der(tag byte, pieces ...string) string {
	content := strings.Join(pieces, "")
	if len(content) < 0x80 {
		return string([]byte{tag, byte(len(content))}) + content
	}
	return string([]byte{tag, 0x82, byte(len(content) >> 8), byte(len(content))}) + content
}

// indefinite writes an element whose end is marked.
func indefinite(tag byte, pieces ...string) string {
	return string([]byte{tag, 0x80}) + strings.Join(pieces, "") + "\x00\x00"
}

const (
	oidData       = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
	oidSignedData = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
	oidEnveloped  = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"
)

func signedMessage(content string) string {
	return der(0x30, oidSignedData, der(0xA0, der(0x30, "\x02\x01\x01", der(0x31), der(0x30, oidData, der(0xA0, der(0x04, content))), der(0x31))))
}

func signedInPieces(content string) string {
	half := len(content) / 2
	return indefinite(0x30, oidSignedData, indefinite(0xA0, indefinite(0x30, "\x02\x01\x01", der(0x31),
		indefinite(0x30, oidData, indefinite(0xA0, indefinite(0x24, der(0x04, content[:half]), der(0x04, content[half:])))), der(0x31))))
}

func TestSignedMessagesAreOpened(t *testing.T) {
	inner := "Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nHello.\r\n--i\r\nContent-Type: image/gif; name=a.gif\r\n\r\nGIF89a\r\n--i--\r\n"
	tests := []struct {
		name, kind, data string
		text             string
		attachments      []string
		by               Protection
	}{
		{"signed", "signed-data", signedMessage(inner), "Hello.", []string{"smime.p7m", "a.gif in smime.p7m"}, SMIMESigned},
		{"signed, in pieces", "signed-data", signedInPieces(inner), "Hello.", []string{"smime.p7m", "a.gif in smime.p7m"}, SMIMESigned},
		{"signed, not said", "", signedMessage(inner), "Hello.", []string{"smime.p7m", "a.gif in smime.p7m"}, SMIMESigned},
		{"encrypted", "enveloped-data", der(0x30, oidEnveloped, der(0xA0, der(0x30, "\x02\x01\x00"))), "", []string{"smime.p7m"}, SMIMEEncrypted},
		{"only a signature", "signed-data", der(0x30, oidSignedData, der(0xA0, der(0x30, "\x02\x01\x01", der(0x31), der(0x30, oidData)))), "", []string{"smime.p7m"}, SMIMESigned},
		{"rubbish", "signed-data", "\x30\x80\x30\x80\x30\x80", "", []string{"smime.p7m"}, SMIMESigned},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := parseString(letter("Content-Type: application/pkcs7-mime; smime-type=" + tt.kind + "; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n" +
				base64.StdEncoding.EncodeToString([]byte(tt.data)) + "\n"))
			var got []string
			for _, a := range m.Attachments {
				name := a.Name
				if a.Within != "" {
					name += " in " + a.Within
				}
				got = append(got, name)
			}
			if strings.TrimSpace(m.Text) != tt.text || m.SentText != "" || !slices.Equal(got, tt.attachments) || m.Protection != tt.by {
				t.Errorf("text %q, attachments %q, protection %q", m.Text, got, m.Protection)
			}
		})
	}
}

func FuzzSigned(f *testing.F) {
	f.Add([]byte(signedMessage("Subject: x\n\nHi")))
	f.Add([]byte(signedInPieces("Subject: x\n\nHi")))
	f.Fuzz(func(t *testing.T, b []byte) {
		if content, _ := signedContent(b); len(content) > len(b) {
			t.Errorf("%d bytes out of %d", len(content), len(b))
		}
	})
}
