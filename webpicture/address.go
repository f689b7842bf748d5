package webpicture

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// errRefused is an address that is not asked for at all.
var errRefused = errors.New("address refused")

// secure gives the address that is asked in place of one that a letter or a server names. http: becomes https:, as most
// letters that say http come from servers that speak both, and anybody on the way could read which letter is opened; there
// is no falling back. Refused are all other schemes, ports other than the two usual ones, and names or passwords in the
// address.
func secure(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errRefused, err)
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%w: scheme %q", errRefused, u.Scheme)
	case u.Hostname() == "" || u.Opaque != "":
		return nil, fmt.Errorf("%w: no host", errRefused)
	case u.User != nil:
		return nil, fmt.Errorf("%w: a user's name in it", errRefused)
	case u.Port() != "" && u.Port() != map[string]string{"http": "80", "https": "443"}[u.Scheme]:
		return nil, fmt.Errorf("%w: port %s", errRefused, u.Port())
	}
	u.Scheme = "https"
	u.Host = strings.TrimSuffix(u.Host, ":"+u.Port())
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// special are the blocks within the ordinary unicast addresses that lead to no public machine, or to one that is named
// inside (IANA's registries of special-purpose addresses, RFC 6890).
var special = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "224.0.0.0/3",
	"2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
)

// public6 are the IPv6 addresses given out so far; nat64 holds IPv4 addresses for networks that speak only IPv6 (RFC 6052).
var (
	public6 = netip.MustParsePrefix("2000::/3")
	nat64   = netip.MustParsePrefix("64:ff9b::/96")
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// public says whether an address belongs to a machine of the public network: not to this computer, its neighbours, its
// router, or a cloud's inner service.
func public(a netip.Addr) bool {
	if a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	if nat64.Contains(a) {
		b := a.As16()
		a = netip.AddrFrom4([4]byte(b[12:]))
	}
	if !a.IsValid() || a.Is6() && !public6.Contains(a) {
		return false
	}
	for _, p := range special {
		if p.Contains(a) {
			return false
		}
	}
	return true
}
