package webpicture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"satchel/htmlview"
)

const (
	maxRedirects   = 5
	maxBytes       = 10 << 20 // of one picture
	pictureTimeout = 20 * time.Second
)

var (
	errTooLarge  = errors.New("picture too large")
	errNoPicture = errors.New("not a picture of a known kind")
)

// userAgent says nothing of the reader; without one some servers answer with an error.
const userAgent = "Mozilla/5.0"

// get fetches a picture's bytes, at most most of them. The body is left as soon as its beginning shows that it is none.
func (f *Fetcher) get(ctx context.Context, address *url.URL, most int64) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, f.options.Timeout)
	defer cancel()
	for range maxRedirects + 1 {
		resp, err := f.ask(ctx, address)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode == http.StatusOK {
			data, err := read(resp, min(most, maxBytes))
			resp.Body.Close()
			return data, err
		}
		next, err := location(resp, address)
		resp.Body.Close()
		if err != nil {
			return nil, err
		}
		address = next
	}
	return nil, fmt.Errorf("%w: too many redirects", errRefused)
}

// ask sends one request. The client follows no redirect itself, as it would name the page it comes from.
func (f *Fetcher) ask(ctx context.Context, address *url.URL) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errRefused, err)
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Accept", "image/png,image/jpeg,image/gif,image/webp,image/bmp,image/svg+xml")
	return f.client.Do(req)
}

// location gives where a redirect leads, by the same rules as an address of the letter.
func location(resp *http.Response, from *url.URL) (*url.URL, error) {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, fmt.Errorf("the server answered %s", resp.Status)
	}
	to, err := from.Parse(resp.Header.Get("Location"))
	if err != nil {
		return nil, fmt.Errorf("%w: redirect: %w", errRefused, err)
	}
	return secure(to.String())
}

func read(resp *http.Response, most int64) ([]byte, error) {
	if resp.ContentLength > most {
		return nil, errTooLarge
	}
	body := io.LimitReader(resp.Body, most+1)
	head := make([]byte, htmlview.KindBytes)
	n, err := io.ReadFull(body, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errors.Join(errNoPicture, err)
	}
	if htmlview.PictureKind(head[:n]) == "" {
		return nil, errNoPicture
	}
	rest, err := io.ReadAll(body)
	if err != nil {
		return nil, err
	}
	if data := append(head[:n], rest...); int64(len(data)) <= most {
		return data, nil
	}
	return nil, errTooLarge
}
