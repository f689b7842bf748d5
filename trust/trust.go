// Package trust says which certificates of a server an account believes, for fetching and for sending alike.
package trust

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
)

// ErrAuthorities reports that an account's file of authorities cannot be read.
var ErrAuthorities = errors.New("trust: the file of authorities cannot be read")

// Config believes the system's authorities and those of a PEM file, from TLS 1.2 on. Without a file it is nil, which
// stands for the client's own.
func Config(file string) (*tls.Config, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAuthorities, err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool() // a system without any: the file is all there is
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%w: no certificate in it", ErrAuthorities)
	}
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, nil
}
