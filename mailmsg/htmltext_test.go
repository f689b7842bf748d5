package mailmsg

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTextFromHTML(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"paragraphs", "<p>one</p><p>two</p>", "one\n\ntwo\n"},
		{"divs", "<div>one</div><div>two</div>", "one\ntwo\n"},
		{"white space", "<p> one\n\t two&nbsp;&nbsp; three </p>", "one two three\n"},
		{"line breaks", "one<br>two<br/><br>three<br><br><br><br>four", "one\ntwo\n\nthree\n\nfour\n"},
		{"inline tags", "<b>o</b>ne <i>two</i>, <a href='http://x'>three</a>.", "one two, three.\n"},
		{"entities", "a &lt; b &amp; c &euro; &#8364; &#x20ac; &copy", "a < b & c € € € ©\n"},
		{"dropped", "<head><title>T</title><style>p{}</style></head><script>x()</script><!-- c -->one", "one\n"},
		{"list", "x<ul><li>one<li>two</ul>y", "x\n\n- one\n- two\n\ny\n"},
		{"numbers", "<ol><li>one</li><li>two</li></ol>", "1. one\n2. two\n"},
		{"list in list", "<ul><li>one<ul><li>in</li></ul></li><li>two</li></ul>", "- one\n  - in\n- two\n"},
		{"lines of an item", "<ul><li>one<br>more</li></ul>", "- one\n  more\n"},
		{"table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a b\nc d\n"},
		{"picture", "x<img src=a alt=' the\nsun '>y<img alt=''><img src=b>", "x[picture: the sun] y\n"},
		{"quote", "he said<blockquote>yes<br>no</blockquote>so", "he said\n\n> yes\n> no\n\nso\n"},
		{"preformatted", "<pre>a\n  b\n\nc</pre>d", "a\n  b\n\nc\n\nd\n"},
		{"rule", "a<hr>b", "a\n----------\nb\n"},
		{"nothing closed", "<div><p>one<b>two<td>three", "onetwo three\n"},
		{"closed too often", "</ul></p></blockquote></pre>one", "one\n"},
		{"style without end", "one<style>two", "one\n"},
		{"umlauts", "<p>ÂÃ über Köln</p>", "ÂÃ über Köln\n"},
		{"nothing", "<p> </p>", ""},
		{"hidden", "<div style='DISPLAY : none'>pre<div>head</div><img alt=x>er</div><p>one</p>", "one\n"},
		{"hidden by an attribute", "a<span hidden>b</span>c", "ac\n"},
		{"hidden without end", "<p>one<div style=display:none>two<p>three", "one\ntwo\n\nthree\n"},
		{"all hidden", "<div style='visibility:hidden'>one</div>", "one\n"},
		{"style in what is hidden", "<div hidden><style></div></style>a</div>b", "b\n"},
		{"letters that cannot be seen", "<p>one &zwnj;&nbsp;&#847; &#8203;&shy; two</p>", "one two\n"},
		{"joiners within a word", "<p>می&zwnj;خواهم</p>", "می\u200cخواهم\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := textFromHTML(tt.in); got != tt.want {
				t.Errorf("textFromHTML(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestHTMLCharset(t *testing.T) {
	tests := []struct{ name, kind, body string }{
		{"header", "text/html; charset=windows-1251", "\xcf\xf0\xe8"},
		{"meta", "text/html", "<meta charset=windows-1251>\xcf\xf0\xe8"},
		{"old meta", "text/html", `<META http-equiv="Content-Type" content="text/html; charset=windows-1251">` + "\xcf\xf0\xe8"},
		{"ASCII it is not", "text/html; charset=us-ascii", "<meta charset=windows-1251>\xcf\xf0\xe8"},
		{"header wins", "text/html; charset=windows-1251", "<meta charset=utf-8>\xcf\xf0\xe8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := parseString(letter("Content-Type: " + tt.kind + "\n\n" + tt.body))
			if m.Text != "При\n" {
				t.Errorf("text %q", m.Text)
			}
		})
	}
}

func TestMetaCharset(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"none", "<p>charset", ""},
		{"after bytes that are not UTF-8", "\xff\xff\xff\xff charset=", ""},
		{"without a meta tag", "\xff charset='KOI8-R'>", "koi8-r"},
		{"byte order mark", "\xef\xbb\xbf<p>", "utf-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := metaCharset([]byte(tt.in)); got != tt.want {
				t.Errorf("metaCharset(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// Depth must cost neither stack nor quadratic time.
func TestDeepHTML(t *testing.T) {
	for _, tag := range []string{"div", "blockquote", "ul", "ol", "table", "pre"} {
		got := textFromHTML(strings.Repeat("<"+tag+">", 200_000) + "<li>x")
		if !strings.Contains(got, "x") || len(got) > 1000 {
			t.Errorf("%s: %d bytes", tag, len(got))
		}
	}
}

func FuzzTextFromHTML(f *testing.F) {
	f.Add("<p>a<ul><li>b<ol><li>c<blockquote>d<pre>e\nf<img alt=g>&nbsp;&#0;")
	f.Add("<pre>\r0")
	f.Add("<pre>\f")
	f.Add("<style>a<title>b<plaintext>\xc2\xc2")
	f.Fuzz(func(t *testing.T, markup string) {
		markup = strings.ToValidUTF8(markup, "\uFFFD") // as the decoder leaves it
		got := textFromHTML(markup)
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\r\x00") || strings.HasPrefix(got, "\n") {
			t.Errorf("textFromHTML(%q) = %q", markup, got)
		}
	})
}
