package mailstore_test

import (
	"reflect"
	"testing"
	"time"

	"satchel/mailstore"
)

func TestPictureTrust(t *testing.T) {
	s := open(t, t.TempDir())
	trusted := func(address string) bool {
		t.Helper()
		_, ok, err := s.PicturesTrusted(ctx, address)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	if trusted("ann@example.org") {
		t.Fatal("a sender is trusted from the beginning")
	}
	words := []mailstore.PictureTrust{
		{Address: "Ann@Example.org", Provider: "example.net", Since: noon},
		{Address: "bob@example.org", Since: noon.Add(time.Hour)},
	}
	for _, w := range words {
		if err := s.TrustPictures(ctx, w); err != nil {
			t.Fatal(err)
		}
	}
	words[0].Address = "ann@example.org"
	if got, ok, err := s.PicturesTrusted(ctx, "ANN@example.ORG"); err != nil || !ok || got != words[0] {
		t.Errorf("%+v, %v, %v", got, ok, err)
	}
	if got, err := s.PictureTrusts(ctx); err != nil || !reflect.DeepEqual(got, words) {
		t.Errorf("all are %+v, %v", got, err)
	}
	for _, other := range []string{"ann@example.org.evil.example", "xann@example.org", "", "%", "a_n@example.org", "ann@example.o\u212ag"} {
		if trusted(other) {
			t.Errorf("%q is trusted", other)
		}
	}
	if err := s.DistrustPictures(ctx, "ann@EXAMPLE.org"); err != nil {
		t.Fatal(err)
	}
	if trusted("ann@example.org") || !trusted("bob@example.org") {
		t.Error("taking the word back from one")
	}
	if err := s.TrustPictures(ctx, mailstore.PictureTrust{Address: " "}); err == nil {
		t.Error("nobody can be trusted")
	}
}
