package words

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// key is a text that the sources say.
type key struct {
	where   string
	one     string // the other form, for N
	counted bool
}

// sources are the folders whose texts people see in the window.
var sources = []string{"app", "app/widgets", "viewmodel", "mailsync", "mailsend", "words", "autoconfig", "autoconfig/providers", "signin", "mailmsg"}

// readKeys gives every text of the sources.
func readKeys(t *testing.T) map[string]key {
	t.Helper()
	keys := map[string]key{}
	for _, dir := range sources {
		files, err := filepath.Glob(filepath.Join("..", dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				readFile(t, file, keys)
			}
		}
	}
	readSteps(t, keys)
	return keys
}

// readSteps gives the ways to an app password, which lie in a table of the providers.
func readSteps(t *testing.T, keys map[string]key) {
	t.Helper()
	const file = "../autoconfig/providers/notes.txt"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if step, ok := strings.CutPrefix(strings.TrimSpace(line), "step "); ok {
			keys[step] = key{where: file}
		}
	}
}

func readFile(t *testing.T, file string, keys map[string]key) {
	t.Helper()
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, file, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	note := func(n ast.Node, text string, k key) {
		k.where = set.Position(n.Pos()).String()
		if before, ok := keys[text]; ok && (before.counted != k.counted || before.one != k.one) {
			t.Errorf("%s: %q is said with other forms at %s", k.where, text, before.where)
		}
		keys[text] = k
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			if n.Doc != nil && slices.ContainsFunc(n.Doc.List, func(c *ast.Comment) bool { return c.Text == "//words:keys" }) {
				for _, text := range literals(n) {
					note(n, text, key{})
				}
			}
		case *ast.CallExpr:
			args := texts(n.Args)
			switch called(n, f.Name.Name) {
			case "T", "Key":
				if len(args) > 0 && args[0] != "" {
					note(n, args[0], key{})
				} else if len(n.Args) != 1 {
					t.Errorf("%s: a text with arguments must stand in the call", set.Position(n.Pos()))
				}
			case "C":
				note(n, args[1]+contextMark+args[0], key{})
			case "N":
				note(n, args[1], key{one: args[0], counted: true})
			}
		}
		return true
	})
}

// called is the function of this package that is called, "" for another.
func called(c *ast.CallExpr, pkg string) string {
	switch f := c.Fun.(type) {
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok && (x.Name == "words" || x.Name == "say") {
			return f.Sel.Name
		}
	case *ast.Ident:
		if pkg == "words" {
			return f.Name
		}
	}
	return ""
}

// texts are the values of arguments that are literals, "" for others.
func texts(args []ast.Expr) []string {
	list := make([]string, len(args))
	for i, a := range args {
		list[i], _ = literal(a)
	}
	return list
}

func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		a, ok := literal(e.X)
		b, ok2 := literal(e.Y)
		return a + b, ok && ok2 && e.Op == token.ADD
	case *ast.ParenExpr:
		return literal(e.X)
	}
	return "", false
}

// literals are the texts of a declaration.
func literals(d ast.Node) []string {
	var list []string
	ast.Inspect(d, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok {
			if text, ok := literal(e); ok {
				list = append(list, text)
				return false
			}
		}
		return true
	})
	return list
}

// verb is a placeholder, perhaps with its number.
var verb = regexp.MustCompile(`%(\[\d+\])?([a-z%])`)

// verbs gives the kinds of a text's arguments by their numbers.
func verbs(text string) map[int]string {
	list := map[int]string{}
	next := 1
	for _, m := range verb.FindAllStringSubmatch(text, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(strings.Trim(m[1], "[]")) //nolint:errcheck // digits
		}
		list[next] = m[2]
		next++
	}
	return list
}

// problem says what is wrong with a translation, "" for nothing.
func problem(english string, k key, there text) string {
	switch {
	case there.Other == "":
		return "is missing"
	case k.counted && there.One == "":
		return "has no form for one"
	case !k.counted && there.One != "":
		return "has a form for one, and is said without a number"
	}
	wanted := verbs(english)
	forms := []string{there.Other}
	if k.counted {
		forms = append(forms, there.One)
	}
	for _, form := range forms {
		got := verbs(form)
		if k.counted { // the number itself may be left out
			delete(got, 1)
			delete(wanted, 1)
		}
		if !maps.Equal(got, wanted) {
			return fmt.Sprintf("has the arguments %v in %q", got, form)
		}
	}
	return ""
}

// TestTranslations asks for every text of the window in every language, with its arguments and forms.
func TestTranslations(t *testing.T) {
	keys := readKeys(t)
	if len(keys) < 300 {
		t.Fatalf("only %d texts were found", len(keys))
	}
	for _, l := range Languages()[1:] {
		texts, err := read(l.Tag)
		if err != nil {
			t.Fatal(err)
		}
		missing := 0
		for _, text := range slices.Sorted(maps.Keys(keys)) {
			if what := problem(text, keys[text], texts[text]); what != "" {
				t.Errorf("%s: %q %s (%s)", l.Tag, text, what, keys[text].where)
				missing++
			}
		}
		for text := range texts {
			if _, said := keys[text]; !said {
				t.Errorf("%s: nobody says %q", l.Tag, text)
			}
		}
		t.Logf("%s: %d of %d texts", l.Tag, len(keys)-missing, len(keys))
	}
}
