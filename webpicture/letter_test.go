package webpicture

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"satchel/htmlview"
	"satchel/typeset"
)

// web is a server on loopback that the fetcher under test takes for all of the public network.
type web struct {
	*httptest.Server
	mu       sync.Mutex
	requests []*http.Request
	dialled  []netip.AddrPort
	resolved []string
	hosts    map[string][]string // addresses; others lead to a public one
}

func newWeb(t *testing.T, handler http.HandlerFunc) *web {
	w := &web{hosts: map[string][]string{}}
	w.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.requests = append(w.requests, r)
		w.mu.Unlock()
		handler(out, r)
	}))
	w.EnableHTTP2 = true
	w.StartTLS()
	t.Cleanup(w.Close)
	return w
}

// fetcher leads every public address to the server. The certificate of httptest is for example.com and its subdomains.
func (w *web) fetcher(o Options) *Fetcher {
	o.Roots = x509.NewCertPool()
	o.Roots.AddCert(w.Certificate())
	o.Resolve = func(_ context.Context, host string) ([]netip.Addr, error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.resolved = append(w.resolved, host)
		var list []netip.Addr
		for _, a := range w.hosts[host] {
			list = append(list, netip.MustParseAddr(a))
		}
		if list == nil {
			list = []netip.Addr{netip.MustParseAddr("93.184.215.14")}
		}
		return list, nil
	}
	o.Dial = func(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
		w.mu.Lock()
		w.dialled = append(w.dialled, to)
		w.mu.Unlock()
		var d net.Dialer
		return d.DialContext(ctx, "tcp", w.Listener.Addr().String())
	}
	return New(o)
}

func (w *web) asked() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []string
	for _, r := range w.requests {
		list = append(list, r.Host+r.URL.String())
	}
	slices.Sort(list)
	return list
}

func pngOf(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func servePNG(t *testing.T) http.HandlerFunc {
	data := pngOf(t, 4, 3)
	return func(w http.ResponseWriter, _ *http.Request) { w.Write(data) }
}

// bring asks a letter for addresses and waits until all of them are here or failed; the answers say which.
func bring(t *testing.T, f *Fetcher, addresses ...string) []bool {
	t.Helper()
	l := f.Letter(t.Context(), func() {})
	for _, a := range addresses {
		l.Picture(a)
	}
	l.Wait()
	var got []bool
	for _, a := range addresses {
		p, ok := l.Picture(a)
		if ok && (p.Image == nil || p.Width != 4 || p.Height != 3) {
			t.Errorf("%s: the picture is %vx%v, image %v", a, p.Width, p.Height, p.Image != nil)
		}
		got = append(got, ok)
	}
	return got
}

// TestNothingLeavesWithoutPermission: laying out a letter full of addresses asks for nothing, not even for a host's
// address, until Letter was called for it; and then never for the tracking pixels.
func TestNothingLeavesWithoutPermission(t *testing.T) {
	w := newWeb(t, servePNG(t))
	f := w.fetcher(Options{})
	fonts, err := typeset.NewFonts(typeset.Options{})
	if err != nil {
		t.Fatal(err)
	}
	letter := htmlview.Parse([]byte(`<link rel=stylesheet href=https://example.com/x.css><table background=https://example.com/back.png><tr><td>
		<img src=https://example.com/a.png><img src=http://www.example.com/b.png><img src=https://example.com/pixel.gif width=1 height=1>
		<img src=https://u1.example.com/wf/open?upn=x><script src=https://example.com/s.js></script></table>`))
	parts := &htmlview.Parts{}
	view := htmlview.View{Width: 700, Fonts: fonts, Pictures: parts}
	if p := letter.Layout(view); len(p.Remote) != 5 {
		t.Fatalf("%d remote pictures: %v", len(p.Remote), p.Remote)
	}
	if len(w.resolved)+len(w.dialled)+len(w.requests) > 0 {
		t.Fatalf("before the permission %v, %v and %v were asked for", w.resolved, w.dialled, w.asked())
	}
	permitted := f.Letter(t.Context(), func() {})
	parts.Next = permitted
	letter.Layout(view)
	permitted.Wait()
	want := []string{"example.com/a.png", "example.com/back.png", "www.example.com/b.png"}
	if got := w.asked(); !slices.Equal(got, want) {
		t.Errorf("asked for %q, want %q", got, want)
	}
	shown := 0
	for _, it := range letter.Layout(view).List.Items {
		if p, ok := it.(*typeset.Picture); ok && p.Image != nil {
			shown++
		}
	}
	if shown != 3 {
		t.Errorf("%d pictures are shown, want 3", shown)
	}
}

// TestRequestTellsNothing: a request holds its address and two headers that are alike for everybody; cookies are
// not kept, and a redirect does not say where it comes from.
func TestRequestTellsNothing(t *testing.T) {
	data := pngOf(t, 4, 3)
	w := newWeb(t, func(out http.ResponseWriter, r *http.Request) {
		http.SetCookie(out, &http.Cookie{Name: "id", Value: "ann"})
		out.Header().Set("ETag", `"ann"`)
		if r.URL.Path == "/moved.png" {
			http.Redirect(out, r, "https://www.example.com/there.png", http.StatusFound)
			return
		}
		out.Write(data)
	})
	f := w.fetcher(Options{CacheBytes: 1})
	for range 2 {
		if got := bring(t, f, "https://example.com/moved.png", "https://example.com/a.png"); !slices.Equal(got, []bool{true, true}) {
			t.Fatal(got)
		}
	}
	if len(w.requests) != 6 {
		t.Fatalf("%d requests: %v", len(w.requests), w.asked())
	}
	for _, r := range w.requests {
		for name, values := range r.Header {
			switch name {
			case "User-Agent":
				if values[0] != "Mozilla/5.0" {
					t.Errorf("the reader's program is told: %q", values)
				}
			case "Accept":
			default:
				t.Errorf("%s %s: header %s: %q", r.Method, r.URL, name, values)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	data := pngOf(t, 4, 3)
	huge := bytes.Clone(data)
	binary.BigEndian.PutUint32(huge[16:], 30000)
	binary.BigEndian.PutUint32(huge[20:], 30000)
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	w := newWeb(t, func(out http.ResponseWriter, r *http.Request) {
		to := r.URL.Query().Get("to")
		switch r.URL.Path {
		case "/redirect":
			http.Redirect(out, r, to, http.StatusFound)
		case "/loop":
			http.Redirect(out, r, "/loop?"+r.URL.RawQuery+"x", http.StatusMovedPermanently)
		case "/nowhere":
			out.WriteHeader(http.StatusFound)
		case "/gone":
			out.WriteHeader(http.StatusNotFound)
			out.Write(data)
		case "/page":
			out.Header().Set("Content-Type", "image/png")
			fmt.Fprint(out, "<html><script>alert(1)</script>")
		case "/drawing":
			out.Header().Set("Content-Type", "image/svg+xml")
			fmt.Fprint(out, "<svg xmlns='http://www.w3.org/2000/svg'><image href='http://t.test/'/></svg>")
		case "/wrong-type":
			out.Header().Set("Content-Type", "text/html")
			out.Write(data)
		case "/half":
			out.Write(data[:40])
		case "/empty":
		case "/bomb":
			out.Write(huge)
		case "/large":
			out.Write(data)
			for range maxBytes / 1024 {
				out.Write(make([]byte, 1024))
			}
		case "/said-large":
			out.Header().Set("Content-Length", fmt.Sprint(maxBytes+1))
			out.Write(data)
		case "/stalls":
			out.Write(data[:20])
			out.(http.Flusher).Flush()
			<-r.Context().Done()
		default:
			out.Write(data)
		}
	})
	w.hosts["rebind.example.com"] = []string{"192.168.1.1", "127.0.0.1", "::1"}
	w.hosts["mixed.example.com"] = []string{"10.0.0.1", "93.184.215.14"}
	f := w.fetcher(Options{Timeout: 2 * time.Second})
	tests := []struct {
		name, address string
		want          bool
	}{
		{"a picture", "https://example.com/a.png", true},
		{"over HTTP: asked for over HTTPS", "http://example.com/b.png", true},
		{"its type does not count", "https://example.com/wrong-type", true},
		{"a redirect", "https://example.com/redirect?to=https://www.example.com/c.png", true},
		{"a redirect to HTTP: upgraded", "https://example.com/redirect?to=http://www.example.com/d.png", true},
		{"a name with a private and a public address", "https://mixed.example.com/e.png", true},
		{"a name with private addresses", "https://rebind.example.com/a.png", false},
		{"a redirect to a private name", "https://example.com/redirect?to=https://rebind.example.com/a.png", false},
		{"a redirect to this computer", "https://example.com/redirect?to=https://127.0.0.1/a.png", false},
		{"a redirect to a file", "https://example.com/redirect?to=file:///etc/passwd", false},
		{"a redirect to another port", "https://example.com/redirect?to=https://example.com:22/", false},
		{"a redirect to itself", "https://example.com/loop", false},
		{"a redirect without an address", "https://example.com/nowhere", false},
		{"this computer", "https://127.0.0.1/a.png", false},
		{"the router", "https://192.168.0.1/a.png", false},
		{"this computer over IPv6", "https://[::1]/a.png", false},
		{"a certificate for another name", "https://other.test/a.png", false},
		{"not found", "https://example.com/gone", false},
		{"a page", "https://example.com/page", false},
		{"a drawing with addresses of its own", "https://example.com/drawing", false},
		{"half a picture", "https://example.com/half", false},
		{"nothing", "https://example.com/empty", false},
		{"a picture of 900 megapixels", "https://example.com/bomb", false},
		{"too many bytes", "https://example.com/large", false},
		{"too many bytes announced", "https://example.com/said-large", false},
		{"a server that stalls", "https://example.com/stalls", false},
		{"another scheme", "ftp://example.com/a.png", false},
		{"a part of the letter", "cid:a", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := bring(t, f, tt.address); got[0] != tt.want {
				t.Errorf("shown is %v", got[0])
			}
		})
	}
	for _, to := range w.dialled {
		if !public(to.Addr()) || to.Port() != 443 {
			t.Errorf("%s was dialled", to)
		}
	}
}

func TestFourAtOnce(t *testing.T) {
	data := pngOf(t, 4, 3)
	var now, most atomic.Int32
	var once sync.Once
	full := make(chan struct{})
	w := newWeb(t, func(out http.ResponseWriter, _ *http.Request) {
		n := now.Add(1)
		defer now.Add(-1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		if n == maxAtOnce {
			once.Do(func() { close(full) })
		}
		<-full // nobody leaves before as many are here as may be
		out.Write(data)
	})
	var addresses []string
	for i := range 10 * maxAtOnce {
		addresses = append(addresses, fmt.Sprintf("https://example.com/%d.png", i))
	}
	if got := bring(t, w.fetcher(Options{}), addresses...); slices.Contains(got, false) {
		t.Fatal(got)
	}
	if got := most.Load(); got != maxAtOnce {
		t.Errorf("%d at once", got)
	}
}

func TestCache(t *testing.T) {
	w := newWeb(t, servePNG(t))
	f := w.fetcher(Options{CacheBytes: 2 * 4 * 4 * 3}) // two pictures
	a, b, c := "https://example.com/a", "https://example.com/b", "https://example.com/c"
	for i, step := range []struct {
		ask  string
		want int // requests in all
	}{{a, 1}, {a, 1}, {b, 2}, {a, 2}, {c, 3}, {a, 3}, {b, 4}} {
		if !bring(t, f, step.ask)[0] {
			t.Fatalf("step %d failed", i)
		}
		if got := len(w.asked()); got != step.want {
			t.Errorf("step %d: %d requests, want %d", i, got, step.want)
		}
	}
}

func TestOneLetterHasLimits(t *testing.T) {
	w := newWeb(t, servePNG(t))
	l := w.fetcher(Options{}).Letter(t.Context(), func() {})
	for i := range 3 * maxPictures {
		l.Picture(fmt.Sprintf("https://example.com/%d.png", i))
	}
	l.Wait()
	if n := len(w.asked()); n != maxPictures {
		t.Errorf("%d pictures were asked for, want %d", n, maxPictures)
	}
	if p := l.Progress(); p.Here != maxPictures || p.Pending != 0 {
		t.Errorf("progress %+v", p)
	}
}

func TestArrivalIsTold(t *testing.T) {
	w := newWeb(t, servePNG(t))
	told := make(chan struct{}, 10)
	l := w.fetcher(Options{}).Letter(t.Context(), func() { told <- struct{}{} })
	p, ok := l.Picture("https://example.com/a.png")
	if !ok || p.Width != 0 || p.Image != nil {
		t.Fatalf("at first it is %+v, %v", p, ok)
	}
	<-told
	if p, ok = l.Picture("https://example.com/a.png"); !ok || p.Image == nil || p.Width != 4 {
		t.Errorf("then it is %+v, %v", p, ok)
	}
}

// TestEndOfALetter: when the reader turns to another letter, nothing is under way any more, and nothing is told.
func TestEndOfALetter(t *testing.T) {
	begun := make(chan struct{}, 100)
	w := newWeb(t, func(_ http.ResponseWriter, r *http.Request) {
		begun <- struct{}{}
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	l := w.fetcher(Options{}).Letter(ctx, func() { t.Error("told after the end") })
	for i := range 20 {
		l.Picture(fmt.Sprintf("https://example.com/%d.png", i))
	}
	<-begun
	cancel()
	l.Wait()
	if _, ok := l.Picture("https://example.com/new.png"); ok {
		t.Error("a picture is fetched after the end")
	}
	if strings.Contains(strings.Join(w.asked(), " "), "new.png") {
		t.Error("it was asked for")
	}
}
