package htmlview

import (
	"slices"
	"strings"
	"testing"
)

func TestTracking(t *testing.T) {
	const unasked = -1
	tests := []struct {
		name          string
		address       string
		width, height float32
		hidden        bool
		want          Tracking
	}{
		{"a banner", "https://shop.test/banner.png", 600, 200, false, ""},
		{"no size asked for", "https://shop.test/logo.png", unasked, unasked, false, ""},
		{"one by one", "https://shop.test/a.gif", 1, 1, false, TrackTiny},
		{"nothing by nothing", "https://shop.test/a.gif", 0, 0, false, TrackTiny},
		{"no height", "https://shop.test/a.gif", 600, 0, false, TrackTiny},
		{"two by two", "https://shop.test/a.gif", 2, 2, false, TrackTiny},
		{"half a pixel", "https://shop.test/a.gif", .5, .5, false, TrackTiny},
		{"one wide, height left open", "https://shop.test/a.gif", 1, unasked, false, TrackTiny},
		{"one high, width left open", "https://shop.test/a.gif", unasked, 1, false, TrackTiny},
		{"a line", "https://shop.test/line.png", 600, 1, false, ""},
		{"a small icon", "https://shop.test/dot.png", 5, 5, false, ""},
		{"hidden", "https://shop.test/a.png", 600, 200, true, TrackHidden},
		{"Mailchimp", "http://mit.us2.list-manage.com/track/open.php?u=9a&id=e7&e=46", unasked, unasked, false, TrackAddress},
		{"a look-alike's site", "https://notlist-manage.com/track/opening/a.png", 100, 50, false, ""},
		{"Mailchimp's picture store", "https://gallery.mailchimp.com/9a/images/logo.png", unasked, unasked, false, ""},
		{"SendGrid under a customer's name", "https://u7.ct.shop.test/wf/open?upn=abc", unasked, unasked, false, TrackAddress},
		{"the same path without its query", "https://shop.test/wf/open-day.png", unasked, unasked, false, ""},
		{"Nylas", "https://link.nylas.com/open/8gs/3816", unasked, unasked, false, TrackAddress},
		{"Google's measurement", "https://www.google-analytics.com/collect?v=1", unasked, unasked, false, TrackAddress},
		{"upper case", "HTTPS://MAILTRACK.IO/Trace/mail/x.png", unasked, unasked, false, TrackAddress},
		{"no address", "http://[", unasked, unasked, false, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tracking(pictureFacts{tt.address, tt.width, tt.height, tt.hidden}); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// TestRemotePictures: what a letter wants, what of it is asked for, and by which address.
func TestRemotePictures(t *testing.T) {
	const a = "https://t.test/a.png"
	tests := []struct{ name, src, want string }{
		{"a picture", "<img src=' https://t.test/a.png '>", a},
		{"one address once", "<img src=https://t.test/a.png><img src=https://t.test/a.png>", a},
		{"without a scheme", "<img src=//t.test/a.png>", a},
		{"by the base", "<base href=https://t.test/x/><img src=../a.png>", a},
		{"no base", "<img src=a.png>", ""},
		{"a base of this computer", "<base href=file:///etc/><img src=a.png>", ""},
		{"parts of the letter", "<img src=cid:a><img src=data:,x>", ""},
		{"a background", "<table background=https://t.test/a.png><td>x</table>", a},
		{"an inline background", "<b style='background:url(https://t.test/a.png)'>x</b>", a},
		{"generated content's background", "<style>p::before{content:'x';background:url(https://t.test/a.png)}</style><p>y", a},
		{"tiny by its attributes", "<img src=https://t.test/a.png width=1 height=1>", a + " tiny"},
		{"tiny by its style", "<img src=https://t.test/a.png style='width:1px;height:1px'>", a + " tiny"},
		{"tiny at most", "<img src=https://t.test/a.png width=500 style='max-width:1px'>", a + " tiny"},
		{"not displayed", "<img src=https://t.test/a.png style=display:none>", a + " hidden"},
		{"in what is not displayed", "<div style=display:none><img src=https://t.test/a.png></div>", a + " hidden"},
		{"see-through", "<img src=https://t.test/a.png style='opacity:0;width:20px'>", a + " hidden"},
		{"invisible", "<img src=https://t.test/a.png style=visibility:hidden>", a + " hidden"},
		{"beside the letter", "<img src=https://t.test/a.png style='position:absolute;left:-999px'>", a + " hidden"},
		{"in a box without height", "<div style='max-height:0;overflow:hidden'><img src=https://t.test/a.png></div>", a + " hidden"},
		{"a hidden background", "<div style='display:none;background:url(https://t.test/a.png)'>x</div>", a + " hidden"},
		{"hidden in one place, shown in another", "<p style=display:none><img src=https://t.test/a.png></p><img src=https://t.test/a.png>", a},
		{"known address", "<img src=https://x.list-manage.com/track/open.php?u=1>", "https://x.list-manage.com/track/open.php?u=1 address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var loader asked
			p := Parse([]byte(tt.src)).Layout(View{Width: 700, Fonts: newFonts(t), Pictures: &loader})
			var got []string
			for _, r := range p.Remote {
				got = append(got, strings.TrimSpace(r.Src+" "+string(r.Tracking)))
				if asked := slices.Contains(loader.srcs, r.Src); asked != (r.Tracking == "") {
					t.Errorf("%s: asked for is %v", r.Src, asked)
				}
			}
			if s := strings.Join(got, ", "); s != tt.want {
				t.Errorf("%q, want %q", s, tt.want)
			}
		})
	}
}

func TestPictureKind(t *testing.T) {
	tests := []struct{ name, data, want string }{
		{"PNG", "\x89PNG\r\n\x1a\n\x00", "png"},
		{"JPEG", "\xff\xd8\xff\xe0", "jpeg"},
		{"GIF", "GIF89a\x01", "gif"},
		{"WebP", "RIFF\x10\x00\x00\x00WEBPVP8 ", "webp"},
		{"another RIFF", "RIFF\x10\x00\x00\x00WAVEfmt ", ""},
		{"BMP", "BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00", "bmp"},
		{"text that begins like BMP", "BMW is the name", ""},
		{"TIFF", "II*\x00", ""},
		{"HTML", "<html>", ""},
		{"SVG", "<?xml version=\"1.0\"?>\n<svg xmlns=", "svg"},
		{"nothing", "", ""},
		{"half a signature", "\x89PN", ""},
	}
	for _, tt := range tests {
		if got := PictureKind([]byte(tt.data)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
