package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the architecture as a table: which of our packages each may import. Arrows point down only.
// A package that is not listed here is a new reason to exist: give it a line, and say in its doc.go what it is.
var mayImport = map[string][]string{
	"main":                   {"app", "app/desktop", "cli"},
	"cli":                    {"addressbook", "autoconfig", "autoconfig/providers", "backup", "demo", "htmlview", "keychain", "mailbox", "mailindex", "mailmsg", "mailstore", "mailsync", "mailsend", "moving", "pop3client", "printing", "signin", "smtpsend", "typeset", "words"},
	"app":                    {"addressbook", "app/widgets", "assets", "autoconfig", "backup", "demo", "editor", "htmlview", "instance", "keychain", "mailbox", "mailindex", "mailmsg", "mailsend", "mailstore", "mailsync", "moving", "printing", "signin", "smtpsend", "typeset", "viewmodel", "webpicture", "words"},
	"app/desktop":            {"assets"},
	"app/widgets":            {"assets", "editor", "htmlview", "typeset", "words"},
	"viewmodel":              {"autoconfig", "autoconfig/providers", "backup", "htmlview", "mailbox", "mailmsg", "mailsend", "mailstore", "mailsync", "moving", "signin", "words"},
	"backup":                 {"mailindex", "mailstore"},
	"moving":                 {"mailbox", "mailindex", "mailstore"},
	"autoconfig":             {"autoconfig/providers", "pop3client", "words"},
	"autoconfig/providers":   {},
	"mailsync":               {"autoconfig/providers", "keychain", "mailindex", "mailmsg", "mailstore", "pop3client", "netwatch", "trust", "words"},
	"signin":                 {"autoconfig/providers"},
	"mailindex":              {"mailmsg", "mailstore"},
	"demo":                   {"pop3client/pop3test"},
	"pop3client":             {"sasl"},
	"pop3client/pop3test":    {},
	"pop3client/dovecottest": {"pop3client/pop3test"},
	"sasl":                   {},
	"netwatch":               {},
	"trust":                  {},
	"mailsend":               {"keychain", "mailindex", "mailmsg", "mailstore", "netwatch", "sasl", "smtpsend", "trust", "words"},
	"smtpsend":               {"sasl"},
	"smtpsend/smtptest":      {"pop3client/pop3test"},
	"mailbox":                {},
	"words":                  {},
	"addressbook":            {"mailstore"},
	"mailstore":              {},
	"mailmsg":                {},
	"mailmsg/peerbench":      {"mailmsg"}, // a module of its own
	"htmlview":               {"htmlview/css", "htmlview/svg", "typeset"},
	"htmlview/css":           {},
	"htmlview/svg":           {"htmlview/css"},
	"typeset":                {},
	"editor":                 {"typeset"},
	"printing":               {"htmlview", "mailmsg", "typeset"},
	"webpicture":             {"htmlview"},
	"keychain":               {},
	"assets":                 {},
	"instance":               {},
	"journey":                {},
	"journey/benchtool":      {},
}

// onlyIn names the packages that may import a foreign package (by prefix): the toolkit stays in the window, SQL in the
// store, the wire in the protocol client.
var onlyIn = map[string][]string{
	"fyne.io/fyne/v2":                {"app", "app/desktop", "app/widgets", "assets"},
	"fyne.io/fyne/v2/app":            {"app/desktop"}, // the GL driver: everything else can be tested without a display
	"database/sql":                   {"mailstore"},
	"github.com/mattn/go-sqlite3":    {"mailstore"},
	"crypto/tls":                     {"trust", "autoconfig", "cli", "mailsync", "pop3client", "pop3client/pop3test", "pop3client/dovecottest", "demo", "journey/benchtool", "webpicture", "smtpsend", "smtpsend/smtptest", "mailsend"},
	"net/http":                       {"autoconfig", "signin", "webpicture"},
	"golang.org/x/oauth2":            {"signin"},
	"net/smtp":                       {"autoconfig"},
	"github.com/zalando/go-keyring":  {"keychain"},
	"filippo.io/age":                 {"keychain"},
	"github.com/emersion/go-message": {"mailmsg"},
	"github.com/emersion/go-smtp":    {"smtpsend", "smtpsend/smtptest"},
	"github.com/emersion/go-sasl":    {"smtpsend/smtptest"},
	"github.com/wlynxg/chardet":      {"mailmsg"},
}

func TestImports(t *testing.T) {
	for file, imports := range goFiles(t, ".") {
		pkg := path.Dir(file)
		if pkg == "." {
			pkg = "main"
		}
		allowed, known := mayImport[pkg]
		if !known {
			t.Errorf("%s: package %s has no line in mayImport", file, pkg)
			continue
		}
		test := strings.HasSuffix(file, "_test.go")
		for _, imp := range imports {
			if ours, ok := strings.CutPrefix(imp, "satchel/"); ok {
				// A test may also drive the packages it needs as peers: servers, stores, samples.
				if ours != pkg && !slices.Contains(allowed, ours) && !test {
					t.Errorf("%s imports %s: %s may import %v only", file, imp, pkg, allowed)
				}
				continue
			}
			if where := restricted(imp); where != nil && !test && !slices.Contains(where, pkg) {
				t.Errorf("%s imports %s, which belongs in %v only", file, imp, where)
			}
		}
	}
}

// TestLettersReachNothing: what lays out letters of strangers can open no file, no connection and no program.
func TestLettersReachNothing(t *testing.T) {
	never := []string{"net", "net/http", "net/smtp", "os", "os/exec", "plugin", "syscall", "unsafe", "crypto/tls"}
	for file, imports := range goFiles(t, "htmlview") {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, imp := range imports {
			if slices.Contains(never, imp) {
				t.Errorf("%s imports %s", file, imp)
			}
		}
	}
}

// restricted gives the packages that may import imp, by the longest matching prefix; nil: all.
func restricted(imp string) []string {
	var longest string
	for prefix := range onlyIn {
		if (imp == prefix || strings.HasPrefix(imp, prefix+"/")) && len(prefix) > len(longest) {
			longest = prefix
		}
	}
	return onlyIn[longest]
}

// TestFolderDepth keeps the tree two folders deep at most.
func TestFolderDepth(t *testing.T) {
	for file := range goFiles(t, ".") {
		if strings.Count(file, "/") > 2 {
			t.Errorf("%s lies more than two folders deep", file)
		}
	}
}

// goFiles gives the imports of each Go file below root, paths with slashes.
func goFiles(t *testing.T, root string) map[string][]string {
	t.Helper()
	files := make(map[string][]string)
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != root && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		imports := []string{}
		for _, spec := range f.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports = append(imports, imp)
		}
		files[filepath.ToSlash(p)] = imports
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no Go files found")
	}
	return files
}
