package pop3client

import (
	"errors"
	"slices"
	"testing"
)

func recallOf(before, after string) *Recall {
	r := &Recall{Before: Capabilities{}, After: Capabilities{}}
	for text, caps := range map[string]Capabilities{before: r.Before, after: r.After} {
		if err := caps.add(text); err != nil {
			panic(err)
		}
	}
	r.Before["SASL"], r.After["PIPELINING"] = []string{"PLAIN"}, nil
	return r
}

const plainResponse = "AUTH PLAIN AGFubgBwYXNzIHdvcmQ=" // NUL ann NUL pass word, in base64

// TestRecallSparesRoundTrips: nothing is asked that was known, and CAPA goes with the inventory.
func TestRecallSparesRoundTrips(t *testing.T) {
	c, err := openScript(t, Options{Recall: recallOf("UIDL", "LOGIN-DELAY 9")},
		"S: +OK hello", "C: "+plainResponse, "S: +OK",
		"C: CAPA", "C: STAT", "C: UIDL", "C: LIST",
		"S: +OK", "S: PIPELINING", "S: EXPIRE 30", "S: .", "S: +OK 1 5", "S: +OK", "S: 1 a", "S: .", "S: +OK", "S: 1 5", "S: .")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Login(t.Context(), Credentials{User: "ann", Password: "pass word"}); err != nil {
		t.Fatal(err)
	}
	inv, err := c.Inventory(t.Context())
	if err != nil || inv.Count != 1 || len(inv.Listings) != 1 || len(inv.Sizes) != 1 {
		t.Fatalf("inventory = %+v, %v", inv, err)
	}
	if caps := c.Capabilities(); caps.Has("LOGIN-DELAY") || !caps.Has("EXPIRE") {
		t.Errorf("capabilities are %v, not those of this session", caps)
	}
	if r := c.Recall(); !r.Before.Has("UIDL") || !r.After.Has("EXPIRE") {
		t.Errorf("learnt %+v", r)
	}
}

func TestRecallThatIsWrong(t *testing.T) {
	const secret = "pass word"
	refusal := &ServerError{"AUTH", "AUTH", "no"}
	tests := []struct {
		name  string
		mech  string
		steps []string
		want  error
	}{
		{"the way is gone", "auto", []string{"C: " + plainResponse, "S: -ERR [AUTH] no",
			"C: CAPA", "S: +OK", "S: USER", "S: .", "C: USER ann", "S: +OK", "C: PASS " + secret, "S: +OK", "C: CAPA", "S: -ERR"}, nil},
		{"the password is wrong: it is shown once", "auto", []string{"C: " + plainResponse, "S: -ERR [AUTH] no",
			"C: CAPA", "S: +OK", "S: SASL PLAIN", "S: USER", "S: ."}, refusal},
		{"and the server hangs up", "auto", []string{"C: " + plainResponse, "S: -ERR [AUTH] no", "C: CAPA"}, refusal},
		{"the mailbox is in use", "auto", []string{"C: " + plainResponse, "S: -ERR [IN-USE] wait"}, &ServerError{"AUTH", "IN-USE", "wait"}},
		{"the way asked for was not offered then", "login", []string{"C: CAPA", "S: +OK", "S: SASL LOGIN", "S: .",
			"C: AUTH LOGIN", "S: + ", "C: YW5u", "S: + ", "C: cGFzcyB3b3Jk", "S: +OK", "C: CAPA", "S: -ERR"}, nil},
		{"and is not offered now", "login", []string{"C: CAPA", "S: +OK", "S: SASL PLAIN", "S: ."}, ErrNoMechanism},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := openScript(t, Options{Recall: recallOf("UIDL", "UIDL")}, slices.Concat([]string{"S: +OK hello"}, tt.steps)...)
			if err != nil {
				t.Fatal(err)
			}
			err = c.Login(t.Context(), Credentials{Mechanism: tt.mech, User: "ann", Password: secret})
			var refused, wanted *ServerError
			switch {
			case errors.As(tt.want, &wanted):
				if !errors.As(err, &refused) || refused.Code != wanted.Code {
					t.Errorf("Login = %v, want %v", err, tt.want)
				}
			case !errors.Is(err, tt.want):
				t.Errorf("Login = %v, want %v", err, tt.want)
			}
		})
	}
}

// A server that no longer takes commands sent ahead is asked one by one after its own word.
func TestRecallOfPipelining(t *testing.T) {
	r := recallOf("UIDL", "UIDL")
	delete(r.After, "PIPELINING")
	c, err := openScript(t, Options{Recall: r}, "S: +OK hello", "C: "+plainResponse, "S: +OK",
		"C: CAPA", "S: -ERR gone", "C: STAT", "S: +OK 0 0", "C: UIDL", "S: +OK", "S: .", "C: LIST", "S: +OK", "S: .")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Login(t.Context(), Credentials{User: "ann", Password: "pass word"}); err != nil {
		t.Fatal(err)
	}
	if inv, err := c.Inventory(t.Context()); err != nil || inv.Count != 0 {
		t.Errorf("inventory = %+v, %v", inv, err)
	}
}
