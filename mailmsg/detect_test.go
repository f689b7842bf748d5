package mailmsg

import (
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// TestDetectCharset has texts whose charset nobody names: other alphabets are told from their bytes, the Latin one is
// windows-1252.
func TestDetectCharset(t *testing.T) {
	tests := []struct{ label, text string }{
		{"windows-1251", "Привет, как дела? Завтра встретимся в семь часов у входа в парк."},
		{"koi8-r", "Привет, как дела? Завтра встретимся в семь часов у входа в парк."},
		{"iso-8859-5", "Привет, как дела? Завтра встретимся в семь часов у входа в парк."},
		{"gb18030", "您好，感谢您的来信。我们明天下午三点在公园门口见面。"},
		{"big5", "您好，感謝您的來信。我們明天下午三點在公園門口見面。"},
		{"shift_jis", "お世話になっております。明日の午後三時に公園でお会いしましょう。"},
		{"euc-jp", "お世話になっております。明日の午後三時に公園でお会いしましょう。"},
		{"euc-kr", "안녕하세요. 내일 오후 세 시에 공원 앞에서 만나요."},
		{"iso-8859-7", "Καλημέρα, θα συναντηθούμε αύριο στις επτά μπροστά στο πάρκο."},
		{"windows-1255", "שלום, ניפגש מחר בשעה שבע בכניסה לפארק."},
		{"windows-1252", "Schöne Grüße aus München, wir treffen uns morgen um fünf Uhr."},
		{"windows-1252", "Bonjour, l’été dernier à Paris était très agréable. À bientôt, Chloé"},
		{"windows-1252", "Formação para todos: Mega Campanha Final Verão"},
		{"windows-1252", "It’s 20 €"},
		{"windows-1252", "Größe"},
	}
	for _, tt := range tests {
		t.Run(tt.label+" "+CutBytes(tt.text, 16), func(t *testing.T) {
			raw, err := lookupCharset(tt.label).NewEncoder().Bytes([]byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := toUTF8(raw, ""); got != tt.text {
				t.Errorf("text: %q", got)
			}
			page := append([]byte("<html><body><p class=a>"), append(raw, "</p><table><tr><td></td></tr></table></body></html>"...)...)
			m := parseString(letter("Content-Type: text/html\n\n" + string(page)))
			if m.Text != tt.text+"\n" {
				t.Errorf("page: %q", m.Text)
			}
		})
	}
}

func FuzzDetect(f *testing.F) {
	raw, _ := charmap.Windows1251.NewEncoder().Bytes([]byte("Привет, как дела? <b>Завтра</b>"))
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		if label := detectCharset(raw); label != "" && lookupCharset(label) == nil {
			t.Errorf("detected %q, which cannot be decoded", label)
		}
	})
}
