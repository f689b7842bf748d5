package dovecottest

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// writeTokenKey makes the key that signs access tokens, and the settings by which
// Dovecot checks them itself. Its own user must be able to read both.
func (s *Server) writeTokenKey() error {
	s.tokenKey = []byte(rand.Text())
	keys := s.path("keys")
	dir := filepath.Join(keys, "default", "HS256")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	encoded := base64.StdEncoding.EncodeToString(s.tokenKey)
	if err := os.WriteFile(filepath.Join(dir, "default"), []byte(encoded), 0o644); err != nil {
		return err
	}
	settings := fmt.Sprintf("introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix=%s/\nusername_attribute = sub\n", keys)
	return os.WriteFile(s.path("oauth2.conf"), []byte(settings), 0o644)
}

// Token is an access token for user (a JSON Web Token, RFC 7519) that runs out
// after valid, or has run out for a negative one. Options.Tokens must be set.
func (s *Server) Token(t testing.TB, user string, valid time.Duration) string {
	t.Helper()
	if s.tokenKey == nil {
		t.Fatal("private Dovecot: Options.Tokens is not set")
	}
	now := time.Now()
	part := func(fields map[string]any) string {
		text, err := json.Marshal(fields)
		must(t, err)
		return base64.RawURLEncoding.EncodeToString(text)
	}
	signed := part(map[string]any{"alg": "HS256", "typ": "JWT"}) + "." +
		part(map[string]any{"sub": user, "iat": now.Add(-2 * time.Hour).Unix(), "exp": now.Add(valid).Unix()})
	mac := hmac.New(sha256.New, s.tokenKey)
	mac.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
