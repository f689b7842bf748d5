package assets

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"os"
	"strings"
	"testing"
)

// names reads the constants from the source, so that a new one cannot be forgotten.
func names(t *testing.T) []Name {
	source, err := os.ReadFile("icons.go")
	if err != nil {
		t.Fatal(err)
	}
	var list []Name
	for _, line := range strings.Split(string(source), "\n") {
		if _, value, ok := strings.Cut(line, `Name = "`); ok {
			list = append(list, Name(strings.TrimSuffix(value, `"`)))
		}
	}
	return list
}

func TestEachNameHasAnIcon(t *testing.T) {
	list := names(t)
	known := map[string]bool{}
	for _, name := range list {
		known[string(name)+".svg"] = true
		data, err := icons.ReadFile("icons/" + string(name) + ".svg")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		decoder := xml.NewDecoder(bytes.NewReader(data))
		for err == nil {
			_, err = decoder.Token()
		}
		if !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", name, err)
		}
		// Widgets colour an icon by exchanging this black.
		if !bytes.Contains(data, []byte(`"#000000"`)) || !bytes.Contains(data, []byte(`viewBox="0 0 20 20"`)) {
			t.Errorf("%s cannot be coloured or is not on the 20-pixel grid", name)
		}
	}
	files, err := icons.ReadDir("icons")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !known[file.Name()] {
			t.Errorf("%s has no name", file.Name())
		}
	}
	if len(list) < 40 {
		t.Errorf("only %d names found", len(list))
	}
}

func TestUnknownIconIsTheGenericFile(t *testing.T) {
	if !bytes.Equal(SVG("no such icon"), SVG(FileGeneric)) {
		t.Error("an unknown icon is drawn as something else")
	}
}

func TestAppIconSizes(t *testing.T) {
	for _, size := range []int{16, 24, 32, 48, 64, 128, 256, 512} {
		data := AppIcon(size)
		config, err := png.DecodeConfig(bytes.NewReader(data))
		if err != nil || config.Width != size || config.Height != size {
			t.Errorf("icon of %d: %dx%d, %v", size, config.Width, config.Height, err)
		}
	}
	packaged, err := os.ReadFile("Icon.png")
	if err != nil || !bytes.Equal(packaged, AppIcon(512)) {
		t.Errorf("Icon.png is not icon/512.png (%v)", err)
	}
}
