package pop3test

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
)

const (
	scramSalt       = "salt of pop3test"
	scramIterations = 4096
)

// scram serves SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding.
func (x *exchange) scram() {
	first, ok := x.first()
	if !ok {
		return
	}
	bare, found := strings.CutPrefix(first, "n,,n=")
	user, nonce, foundNonce := strings.Cut(bare, ",r=")
	if !found || !foundNonce || nonce == "" {
		x.err("cannot read that")
		return
	}
	nonce += "pop3test"
	encodedSalt := base64.StdEncoding.EncodeToString([]byte(scramSalt))
	challenge := fmt.Sprintf("r=%s,s=%s,i=%d", nonce, encodedSalt, scramIterations)
	final, ok := x.ask(challenge)
	if !ok {
		return
	}
	withoutProof := "c=biws,r=" + nonce
	proof, found := strings.CutPrefix(final, withoutProof+",p=")
	user = strings.NewReplacer("=3D", "=", "=2C", ",").Replace(user)
	password, known := x.server.config.Users[user]
	right, signature := checkProof(password, proof, "n="+bare+","+challenge+","+withoutProof)
	if !found || !known || !right {
		x.refuse()
		return
	}
	if _, ok := x.ask("v=" + signature); ok {
		x.welcome(user)
	}
}

// checkProof recovers the client's key from its proof and compares the hash.
func checkProof(password, proof, message string) (right bool, signature string) {
	salted, err := pbkdf2.Key(sha256.New, password, []byte(scramSalt), scramIterations, sha256.Size)
	if err != nil {
		return false, ""
	}
	sign := func(key []byte, text string) []byte {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(text))
		return h.Sum(nil)
	}
	stored := sha256.Sum256(sign(salted, "Client Key"))
	clientKey, err := base64.StdEncoding.DecodeString(proof)
	if err != nil || len(clientKey) != sha256.Size {
		return false, ""
	}
	for i, b := range sign(stored[:], message) {
		clientKey[i] ^= b
	}
	recovered := sha256.Sum256(clientKey)
	server := sign(sign(salted, "Server Key"), message)
	return hmac.Equal(recovered[:], stored[:]), base64.StdEncoding.EncodeToString(server)
}
