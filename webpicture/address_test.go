package webpicture

import (
	"net/netip"
	"testing"
)

func TestSecure(t *testing.T) {
	tests := []struct{ name, address, want string }{
		{"HTTPS stays", "https://t.test/a.png?x=1", "https://t.test/a.png?x=1"},
		{"HTTP becomes HTTPS", "http://t.test/a.png", "https://t.test/a.png"},
		{"the usual ports go", "http://t.test:80/a", "https://t.test/a"},
		{"the usual port of HTTPS goes", "https://t.test:443/a", "https://t.test/a"},
		{"capital letters", "HTTP://T.test/a", "https://T.test/a"},
		{"white space", " https://t.test/a\n", "https://t.test/a"},
		{"a fragment stays here", "https://t.test/a#reader", "https://t.test/a"},
		{"an IPv6 address", "https://[2606:4700::1]/a", "https://[2606:4700::1]/a"},
		{"another port", "https://t.test:8443/a", ""},
		{"the other's port", "http://t.test:443/a", ""},
		{"a name and password", "https://ann:secret@t.test/a", ""},
		{"no host", "https:///a", ""},
		{"opaque", "https:t.test/a", ""},
		{"a file", "file:///etc/passwd", ""},
		{"FTP", "ftp://t.test/a", ""},
		{"a script", "javascript:alert(1)", ""},
		{"no scheme", "t.test/a", ""},
		{"no address", "http://[", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, err := secure(tt.address)
			got := ""
			if err == nil {
				got = u.String()
			}
			if got != tt.want {
				t.Errorf("%q (%v), want %q", got, err, tt.want)
			}
		})
	}
}

func TestPublic(t *testing.T) {
	tests := []struct {
		addr string
		want bool
	}{
		{"93.184.215.14", true},
		{"2606:2800:21f:cb07::1", true},
		{"64:ff9b::5db8:d70e", true}, // the first one for a network that speaks IPv6 only
		{"127.0.0.1", false}, {"127.9.9.9", false}, {"::1", false}, {"::ffff:127.0.0.1", false},
		{"10.1.2.3", false}, {"172.16.0.1", false}, {"172.31.255.255", false}, {"192.168.1.1", false}, {"100.64.0.1", false},
		{"172.32.0.1", true}, {"100.128.0.1", true},
		{"169.254.169.254", false}, {"fe80::1", false}, {"fe80::1%eth0", false}, {"fd00:ec2::254", false}, {"fc00::1", false},
		{"0.0.0.0", false}, {"::", false}, {"255.255.255.255", false}, {"224.0.0.1", false}, {"240.0.0.1", false}, {"ff02::1", false},
		{"192.0.2.1", false}, {"198.51.100.7", false}, {"203.0.113.7", false}, {"198.18.0.1", false}, {"2001:db8::1", false},
		{"64:ff9b::a00:1", false}, {"64:ff9b:1::a00:1", false}, {"::a00:1", false}, {"2002:a00:1::1", false}, {"2001:0:4136:e378::1", false},
		{"2606:2800:21f:cb07::1%1", false},
	}
	for _, tt := range tests {
		if got := public(netip.MustParseAddr(tt.addr)); got != tt.want {
			t.Errorf("%s: %v", tt.addr, got)
		}
	}
	if public(netip.Addr{}) {
		t.Error("no address is public")
	}
}
