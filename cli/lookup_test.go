package cli

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"

	"satchel/autoconfig"
	"satchel/mailstore"
)

// bigInternet is one with a single domain that tells its settings, at a host of its own and at one of another owner.
type bigInternet struct{}

func (bigInternet) RoundTrip(r *http.Request) (*http.Response, error) {
	hosts := map[string]string{"autoconfig.house.example": "pop.house.example", "autoconfig.rented.example": "pop.landlord.example"}
	host := hosts[r.URL.Host]
	if host == "" {
		return nil, &net.DNSError{Err: "no such host", Name: r.URL.Host, IsNotFound: true}
	}
	body := `<clientConfig><emailProvider><displayShortName>House Mail</displayShortName><incomingServer type="pop3"><hostname>` + host +
		`</hostname><port>995</port><socketType>SSL</socketType><username>%EMAILLOCALPART%</username></incomingServer></emailProvider></clientConfig>`
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func (bigInternet) LookupMX(context.Context, string) ([]*net.MX, error) {
	return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
}

func (bigInternet) LookupSRV(context.Context, string, string, string) (string, []*net.SRV, error) {
	return "", nil, &net.DNSError{Err: "no such host", IsNotFound: true}
}

func (bigInternet) dial(context.Context, string, string) (net.Conn, error) {
	return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
}

func online(w *world) {
	w.env.Lookup = autoconfig.Options{Resolver: bigInternet{}, Transport: bigInternet{}, Dial: bigInternet{}.dial}
}

func TestLookupCommand(t *testing.T) {
	w := newWorld(t)
	online(w)
	var got lookupJSON
	w.decode(&got, exitDone, "lookup", "ann@gmail.com")
	want := lookupServerJSON{"pop.gmail.com", 995, "implicit", "ann@gmail.com", "auto"}
	if got.Provider != "Gmail" || got.Source != "built-in" || !slices.Contains(got.POP3, want) || !strings.Contains(got.Sentences[0], "app password") || len(got.Notes[0].Steps) != 4 {
		t.Errorf("%+v", got)
	}
	w.decode(&got, exitDone, "lookup", "ann@house.example")
	if got.Source != "autoconfig" || !slices.Contains(got.POP3, lookupServerJSON{"pop.house.example", 995, "implicit", "ann", "auto"}) {
		t.Errorf("%+v", got)
	}
	a := w.want(exitDone, "--json", "lookup", "ann@nowhere.example")
	for _, piece := range []string{`"source": "none"`, `"pop3": []`, `"smtp": []`, `"suggestion": ""`, `"confirm": []`, `"Satchel found no POP3 server for nowhere.example.`} {
		if !strings.Contains(a.out, piece) {
			t.Errorf("no %s in %s", piece, a.out)
		}
	}
	w.decode(&got, exitDone, "lookup", "ann@gmial.com")
	if got.Suggestion != "ann@gmail.com" || got.Sentences[0] != "Did you mean gmail.com? You typed gmial.com." {
		t.Errorf("%+v", got)
	}
	w.decode(&got, exitDone, "lookup", "ann@house.example", "--offline")
	if got.Source != "none" {
		t.Errorf("offline, and yet %+v", got)
	}
	if text := w.want(exitDone, "lookup", "ann@gmail.com").out; !strings.Contains(text, "POP3  pop.gmail.com:995, encrypted from the start, user ann@gmail.com\n") || !strings.Contains(text, "  4. ") {
		t.Error(text)
	}
	w.want(exitUsage, "lookup", "ann")
}

func TestAccountAddLooksUp(t *testing.T) {
	tests := []struct {
		name string
		args []string
		code int
		says string // on standard error
		pop3 string // "host:port tls user auth interval" of the account
	}{
		{"of the list", []string{"ann@web.de"}, exitDone, "Switch on POP3 in the settings of WEB.DE first", "pop3.web.de:995 implicit ann auto 15m0s"},
		{"of the domain", []string{"--email", "ann@house.example"}, exitDone, "", "pop.house.example:995 implicit ann auto 10m0s"},
		{"what is typed stays", []string{"ann@web.de", "--user", "bob", "--interval", "30"}, exitDone, "", "pop3.web.de:995 implicit bob auto 30m0s"},
		{"a server is named", []string{"ann@gmial.com", "--pop3", "pop.example.org"}, exitDone, "", "pop.example.org:995 implicit ann@gmial.com auto 10m0s"},
		{"a slip", []string{"ann@gmial.com"}, exitUsage, "Did you mean gmail.com?", ""},
		{"a slip that is none", []string{"ann@gmial.com", "--as-typed"}, exitUsage, "found no POP3 server for gmial.com", ""},
		{"no POP3", []string{"ann@icloud.com"}, exitUsage, "iCloud offers no POP3", ""},
		{"no passwords", []string{"ann@outlook.com"}, exitUsage, "takes no passwords", ""},
		{"a token for those", []string{"ann@outlook.com", "--auth", "xoauth2"}, exitDone, "", "outlook.office365.com:995 implicit ann@outlook.com xoauth2 10m0s"},
		{"another owner", []string{"ann@rented.example"}, exitUsage, "servers of landlord.example. Your password goes there, so go on only if you know that this is your provider. If it is: --pop3 pop.landlord.example:995 --tls implicit --user ann", ""},
		{"without encryption", []string{"ann@peoplepc.com"}, exitUsage, "--allow-clear-text", ""},
		{"two addresses", []string{"ann@web.de", "--email", "bob@web.de"}, exitUsage, "Two addresses", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			online(w)
			a := w.typing(testPassword+"\n", append([]string{"account", "add", "--password-stdin"}, tt.args...)...)
			if a.code != tt.code || !strings.Contains(a.err, tt.says) {
				t.Fatalf("ended with %d, says %q", a.code, a.err)
			}
			if tt.pop3 == "" {
				return
			}
			all, err := accountsOf(w)
			if err != nil || len(all) != 1 || all[0] != tt.pop3 {
				t.Errorf("accounts %q, %v, want %q", all, err, tt.pop3)
			}
		})
	}
}

// accountsOf are the profile's accounts as "host:port tls user auth interval".
func accountsOf(w *world) ([]string, error) {
	store, err := mailstore.Open(w.ctx, w.dir, mailstore.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer store.Close()
	all, err := store.Accounts(w.ctx)
	var list []string
	for _, a := range all {
		list = append(list, fmt.Sprintf("%s:%d %s %s %s %v", a.Host, a.Port, a.TLS, a.User, a.Auth, a.Interval))
	}
	return list, err
}
