package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"satchel/keychain"
)

// longestPassword bounds what is read of standard input.
const longestPassword = 64 << 10

// secrets are the passwords and passphrases that a call has seen. Safe for concurrent use.
type secrets struct {
	mu   sync.Mutex
	seen []string
}

func (s *secrets) add(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if secret != "" {
		s.seen = append(s.seen, secret)
	}
}

// hide replaces every secret in a text.
func (s *secrets) hide(text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, secret := range s.seen {
		text = strings.ReplaceAll(text, secret, "***")
	}
	return text
}

// askPassphrase gives the vault's passphrase: of the environment, else of the person at the terminal, else ErrLocked.
func (c *call) askPassphrase(ctx context.Context) (string, error) {
	if passphrase, err := c.environmentPassphrase(ctx); err == nil {
		return passphrase, nil
	}
	if c.Prompt == nil {
		return "", keychain.ErrLocked
	}
	if keychain.HasVault(c.dir()) {
		passphrase, err := c.Prompt(ctx, "Passphrase of Satchel's vault: ")
		c.secrets.add(passphrase)
		return passphrase, err
	}
	passphrase, err := c.Prompt(ctx, "There is no keyring here, so passwords go to a vault file. Choose a passphrase for it: ")
	if err != nil {
		return "", err
	}
	c.secrets.add(passphrase)
	again, err := c.Prompt(ctx, "The same passphrase once more: ")
	if err != nil {
		return "", err
	}
	if again != passphrase {
		return "", errTwoPassphrases
	}
	return passphrase, nil
}

var errTwoPassphrases = &failure{code: exitUsage, sentence: "The two passphrases differ. Nothing was kept; please try again."}

// environmentPassphrase never asks anyone: for commands that only look.
func (c *call) environmentPassphrase(context.Context) (string, error) {
	passphrase := c.getenv("SATCHEL_PASSPHRASE")
	if passphrase == "" {
		return "", keychain.ErrLocked
	}
	c.secrets.add(passphrase)
	return passphrase, nil
}

// password reads an account's password: one line of standard input, or typed at the terminal.
func (c *call) password(fromStdin bool, user string) (password string, err error) {
	switch {
	case fromStdin:
		password, err = readLine(c.In)
	case c.Prompt != nil:
		password, err = c.Prompt(c.ctx, "Password of "+clean(user)+": ")
	default:
		return "", usagef("The password is missing. Give it as one line on standard input with --password-stdin.")
	}
	if err != nil {
		return "", err
	}
	c.secrets.add(password)
	switch {
	case password == "":
		return "", usagef("The password is empty. Nothing was changed.")
	case !utf8.ValidString(password) || strings.ContainsAny(password, "\x00\r\n"):
		return "", usagef("The password holds bytes that are no UTF-8 text of one line. Nothing was changed.")
	}
	return password, nil
}

// readLine reads up to the first line end, LF or CRLF, or to the end of input.
func readLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, longestPassword+1)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", usagef("The password could not be read from standard input: %v.", err)
	}
	if len(line) > longestPassword {
		return "", usagef("The line on standard input is too long for a password.")
	}
	return strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r"), nil
}
