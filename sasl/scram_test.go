package sasl

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strconv"
	"strings"
	"testing"
)

// The exchange of RFC 7677 section 3.
const (
	rfcNonce       = "rOprNGfwEbeRWgbNEkqO"
	rfcServerFirst = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
	rfcClientFinal = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
	rfcServerFinal = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
)

func rfcScram() *scram { return newScramWith(Credentials{User: "user", Password: "pencil"}, rfcNonce) }

func TestScramVector(t *testing.T) {
	s := rfcScram()
	if got, want := string(s.First()), "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"; got != want {
		t.Errorf("first = %q, want %q", got, want)
	}
	if got, err := s.Next([]byte(rfcServerFirst)); string(got) != rfcClientFinal || err != nil {
		t.Errorf("final = %q, %v, want %q", got, err, rfcClientFinal)
	}
	if got, err := s.Next([]byte(rfcServerFinal)); len(got) != 0 || err != nil {
		t.Errorf("last = %q, %v, want nothing", got, err)
	}
	if err := s.End(nil); err != nil {
		t.Errorf("end = %v", err)
	}
}

func TestScramRefuses(t *testing.T) {
	replace := func(old, new string) string { return strings.Replace(rfcServerFirst, old, new, 1) }
	tests := []struct {
		name  string
		first string
		final string
		last  error // of the server, behind final
		want  error
	}{
		{"nonce of another exchange", replace("r=r", "r=s"), "", nil, ErrProtocol},
		{"nonce without the server's part", replace("%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0", ""), "", nil, ErrProtocol},
		{"blank in the nonce", replace("%", " "), "", nil, ErrProtocol},
		{"few iterations", replace("4096", "4095"), "", nil, ErrProtocol},
		{"many iterations", replace("4096", "2000001"), "", nil, ErrProtocol},
		{"endless iterations", replace("4096", "99999999999999999999"), "", nil, ErrProtocol},
		{"iterations are no number", replace("4096", "0x1000"), "", nil, ErrProtocol},
		{"no salt", replace("W22ZaJ0SNY7soEsUEjb6gQ==", ""), "", nil, ErrProtocol},
		{"salt is no base64", replace("W22Z", "W$2Z"), "", nil, ErrProtocol},
		{"extension that must be understood", "m=x," + rfcServerFirst, "", nil, ErrProtocol},
		{"nothing", "", "", nil, ErrProtocol},
		{"wrong signature", rfcServerFirst, strings.Replace(rfcServerFinal, "6", "7", 1), nil, ErrServerProof},
		{"short signature", rfcServerFirst, "v=6rri", nil, ErrServerProof},
		{"empty signature", rfcServerFirst, "v=", nil, ErrServerProof},
		{"+OK without a signature", rfcServerFirst, "-", nil, ErrServerProof},
		{"failure, then +OK", rfcServerFirst, "e=invalid-proof", nil, ErrServerProof},
		{"failure and refusal", rfcServerFirst, "e=invalid-proof", errChallenge, errChallenge},
		{"refusal at once", rfcServerFirst, "-", errChallenge, errChallenge},
		{"right", rfcServerFirst, rfcServerFinal, nil, nil},
		{"right, with an extension", rfcServerFirst, rfcServerFinal + ",x=y", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := rfcScram()
			_, err := s.Next([]byte(tt.first))
			if err == nil && tt.final != "-" {
				_, err = s.Next([]byte(tt.final))
			}
			if err == nil {
				err = s.End(tt.last)
			}
			if !errors.Is(err, tt.want) {
				t.Errorf("error = %v, want %v", err, tt.want)
			}
		})
	}
	s := rfcScram()
	s.step = 2
	if _, err := s.Next([]byte(rfcServerFinal)); !errors.Is(err, ErrProtocol) {
		t.Errorf("third challenge: %v", err)
	}
}

// TestScramNonceIsFresh: with a known nonce an old exchange could be played again.
func TestScramNonceIsFresh(t *testing.T) {
	a, b := newScram(Credentials{}), newScram(Credentials{})
	if a.nonce == b.nonce || len(a.nonce) < 20 || !isPrintable(a.nonce) || strings.Contains(a.nonce, ",") {
		t.Errorf("nonces %q and %q", a.nonce, b.nonce)
	}
}

func TestSASLPrep(t *testing.T) {
	tests := []struct{ in, want string }{
		{"I\u00ADX", "IX"}, // the examples of RFC 4013 section 3
		{"user", "user"},
		{"USER", "USER"},
		{"\u00AA", "a"},
		{"\u2168", "IX"},
		{"a\u00A0b\u3000c", "a b c"},
		{"pa\u0308ss", "p\u00E4ss"},
		{"p\u200B\uFEFFq", "pq"},
		{"\uFF21", "A"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := saslPrep(tt.in); got != tt.want {
			t.Errorf("saslPrep(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
	if got, want := saslName("a=b,c"), "a=3Db=2Cc"; got != want {
		t.Errorf("saslName = %q, want %q", got, want)
	}
}

// FuzzScram: a server is believed only with the signature that the standard's
// formula, written out a second time, gives.
func FuzzScram(f *testing.F) {
	f.Add(rfcServerFirst, rfcServerFinal)
	f.Add(rfcServerFirst+",x=1", "v=AAAA")
	f.Add("r="+rfcNonce+"x,s=AA==,i=4096", "e=other-error")
	f.Add("r=,s=,i=", "v=")
	f.Fuzz(func(t *testing.T, first, final string) {
		if parts := strings.Split(first, ",i="); len(parts) > 1 && len(strings.TrimLeft(parts[1], "0")) > 4 {
			t.Skip("too slow")
		}
		s := rfcScram()
		answer, err := s.Next([]byte(first))
		if err != nil {
			return
		}
		_, err = s.Next([]byte(final))
		if believed := err == nil && s.End(nil) == nil; believed {
			withoutProof, _, _ := strings.Cut(string(answer), ",p=")
			want := signatureByFormula(t, first, "n=user,r="+rfcNonce+","+first+","+withoutProof)
			if got, _, _ := strings.Cut(final, ","); got != "v="+want && !equalBase64(got, want) {
				t.Errorf("believed %q to %q, want %q", final, first, want)
			}
		}
	})
}

func equalBase64(got, want string) bool {
	a, errA := base64.StdEncoding.DecodeString(strings.TrimPrefix(got, "v="))
	b, errB := base64.StdEncoding.DecodeString(want)
	return errA == nil && errB == nil && string(a) == string(b)
}

// signatureByFormula is RFC 5802 section 3, with its own Hi.
func signatureByFormula(t *testing.T, first, message string) string {
	t.Helper()
	fields := strings.SplitN(first, ",", 4)
	salt, err := base64.StdEncoding.DecodeString(fields[1][2:])
	if err != nil {
		t.Fatal(err)
	}
	rounds, err := strconv.Atoi(fields[2][2:])
	if err != nil {
		t.Fatal(err)
	}
	sum := func(key, text []byte) []byte {
		h := hmac.New(sha256.New, key)
		h.Write(text)
		return h.Sum(nil)
	}
	u := sum([]byte("pencil"), binary.BigEndian.AppendUint32(salt, 1))
	hi := append([]byte{}, u...)
	for range rounds - 1 {
		u = sum([]byte("pencil"), u)
		for i := range hi {
			hi[i] ^= u[i]
		}
	}
	return base64.StdEncoding.EncodeToString(sum(sum(hi, []byte("Server Key")), []byte(message)))
}
