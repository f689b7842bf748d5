package autoconfig

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

const maxRedirects = 3

// errInsecure reports an answer that leads away from TLS.
var errInsecure = errors.New("autoconfig: a redirect away from https")

// files fetches configuration files. The zero value cannot be used.
type files struct{ client *http.Client }

func newFiles(o Options) files {
	transport := o.Transport
	if transport == nil {
		transport = &http.Transport{
			DialContext:            o.Dial,
			TLSClientConfig:        o.TLS.Clone(),
			ForceAttemptHTTP2:      true,
			DisableKeepAlives:      true, // one question each, and no connection outlives the look-up
			DisableCompression:     true, // what unpacks can burst
			TLSHandshakeTimeout:    5 * time.Second,
			MaxResponseHeaderBytes: 32 << 10,
		}
	}
	return files{&http.Client{Transport: transport, CheckRedirect: checkRedirect}}
}

// checkRedirect follows a few redirects, and none that leaves TLS: whoever is on the line could put in his own servers.
func checkRedirect(req *http.Request, via []*http.Request) error {
	if req.URL.Scheme != "https" {
		return errInsecure
	}
	if len(via) > maxRedirects {
		return errors.New("too many redirects")
	}
	req.Header.Del("Referer") // it holds the address
	return nil
}

// get fetches one file, at most maxFile octets of it.
func (f files) get(ctx context.Context, u url.URL) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/xml, text/xml")
	req.Header.Set("User-Agent", "Satchel")
	resp, err := f.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: %s", errNoConfig, resp.Status)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("%w: larger than %d bytes", errNoConfig, maxFile)
	}
	return data, err
}

// ofDomain asks a domain for its file, at both places at once; that of the subdomain goes first. The address is told only
// to its own domain.
func (f files) ofDomain(ctx context.Context, domain string, a address) (config, error) {
	query := ""
	if domain == a.domain {
		query = url.Values{"emailaddress": {a.String()}}.Encode()
	}
	places := []url.URL{
		{Scheme: "https", Host: "autoconfig." + domain, Path: "/mail/config-v1.1.xml", RawQuery: query},
		{Scheme: "https", Host: domain, Path: "/.well-known/autoconfig/mail/config-v1.1.xml", RawQuery: query},
	}
	type answer struct {
		c   config
		err error
	}
	answers := make([]chan answer, len(places))
	for i, place := range places {
		answers[i] = make(chan answer, 1)
		go func() {
			c, err := f.read(ctx, place, a)
			answers[i] <- answer{c, err}
		}()
	}
	var best config
	var errs []error
	for _, ch := range answers {
		got := <-ch
		if got.err == nil {
			return got.c, nil
		}
		if len(best.smtp) == 0 {
			best = got.c
		}
		errs = append(errs, got.err)
	}
	return best, errors.Join(errs...)
}

// ofDirectory asks Mozilla's directory, which learns the domain.
func (f files) ofDirectory(ctx context.Context, domain string, a address) (config, error) {
	return f.read(ctx, url.URL{Scheme: "https", Host: "autoconfig.thunderbird.net", Path: "/v1.1/" + domain}, a)
}

func (f files) read(ctx context.Context, u url.URL, a address) (config, error) {
	data, err := f.get(ctx, u)
	if err != nil {
		return config{}, err
	}
	return parseConfig(data, a)
}
