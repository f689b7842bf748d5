package journey

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadmePictures takes the README's pictures from the real program with its sample mail; only with -shots.
func TestReadmePictures(t *testing.T) {
	if !*shots {
		t.Skip("pictures are taken with -shots only")
	}
	dir := filepath.Join("..", "docs", "pictures")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, theme := range []string{"light", "dark"} {
		d := startDisplay(t)
		w := openWindow(t, d, newProfile(t), []string{"SATCHEL_THEME=" + theme}, "--demo")
		w.until(t, "the sample mail is here", func(s state) bool { return s.Rows > 50 && s.Problem == "" })
		w.key(t, "Home")
		w.until(t, "a letter is shown", func(s state) bool { return s.Text != "" })
		w.until(t, "the check is over", func(s state) bool { return strings.HasPrefix(s.Status, "Checked") })
		w.windowPicture(t, filepath.Join(dir, theme+".png"))
		w.quit(t)
	}
}
