package mailmsg

import (
	"strings"
	"testing"
)

func TestHTMLFromEnriched(t *testing.T) {
	tests := []struct {
		name, text, want string
		old              bool
	}{
		{"nested", "Die <bold>Die <italic>Hasen</italic></bold>", "Die <b>Die <i>Hasen</i></b>", false},
		{"an angle bracket", "a << b & c", "a &lt; b &amp; c", false},
		{"line ends", "one\ntwo\n\nthree\n\n\nfour", "one\ntwo<br>\nthree<br>\n<br>\nfour", false},
		{"not filled", "<nofill>a\nb</nofill>\nc", "a<br>\nb\nc", false},
		{"parameters", "<color><param>red</param>warm</color> <fontfamily><param>Times</param>x</fontfamily>", "warm x", false},
		{"a quote", "<excerpt>Tea?</excerpt>Yes.", "<blockquote>Tea?</blockquote>Yes.", false},
		{"never closed", "<bold><italic>a", "<b><i>a</i></b>", false},
		{"closed crosswise", "<bold><italic>a</bold>b</italic>", "<b><i>a</i></b>b", false},
		{"no command", "1 < 2 <ann@example.org> <>", "1 &lt; 2 &lt;ann@example.org&gt; &lt;&gt;", false},
		{"markup of HTML means nothing", "<script>x</script><b>y</b>", "xy", false},
		{"richtext", "a\nb<nl>c<lt>d", "a\nb<br>\nc&lt;d", true},
		{"richtext's comments", "<comment>no</comment>yes", "yes", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := htmlFromEnriched(tt.text, tt.old, 1<<20); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEnrichedLetter(t *testing.T) {
	m := parseString(letter("Content-Type: text/enriched; charset=utf-8\n\n<bold>Grüße</bold>\n\naus Köln << here"))
	if m.HTML != "<b>Grüße</b><br>\naus Köln &lt; here" || collapse(m.Text) != "Grüße aus Köln < here" || !m.TextFromHTML || m.SentHTML != "" || m.SentText != "" {
		t.Errorf("HTML %q, text %q, sent %q %q", m.HTML, m.Text, m.SentHTML, m.SentText)
	}
}

// FuzzEnriched: the page has no markup but ours, and nothing of a text without commands is lost.
func FuzzEnriched(f *testing.F) {
	f.Add("a <bold>b</bold> << c\n\n<param>x</param>", false)
	f.Add("a<nl>b<lt>c", true)
	f.Fuzz(func(t *testing.T, text string, old bool) {
		page := htmlFromEnriched(text, old, 1<<20)
		for rest := page; ; {
			_, after, ok := strings.Cut(rest, "<")
			if !ok {
				break
			}
			tag, _, _ := strings.Cut(after, ">")
			if name, _, _ := strings.Cut(strings.TrimPrefix(tag, "/"), " "); !ourTags[name] {
				t.Fatalf("<%s> in %q of %q", tag, page, text)
			}
			rest = after
		}
	})
}

var ourTags = func() map[string]bool {
	tags := map[string]bool{"br": true}
	for _, pair := range enrichedTags {
		tags[strings.Trim(pair[1], "</>")] = true
	}
	return tags
}()
