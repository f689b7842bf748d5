package pop3test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
)

// Script plays the server's side of an exact dialogue on conn, for instance one
// end of net.Pipe, and closes it. Each step is "S: " and a line to send, "C: "
// and the line expected, or "R: " and text to send as it is. It returns an error
// for any other line from the client. In a line expected, a last word ANY stands
// for any word, such as one with a random number in it.
func Script(conn net.Conn, steps ...string) error {
	defer conn.Close()
	return Play(conn, steps...)
}

// Play is Script without the closing, for a test that goes on by itself.
func Play(conn net.Conn, steps ...string) (err error) {
	in := bufio.NewReader(conn)
	for _, step := range steps {
		who, text, _ := strings.Cut(step, ": ")
		switch who {
		case "S":
			_, err = io.WriteString(conn, text+"\r\n")
		case "R":
			_, err = io.WriteString(conn, text)
		case "C":
			err = expect(in, text)
		default:
			err = fmt.Errorf("step %q begins with none of S, C and R", step)
		}
		if err != nil {
			return fmt.Errorf("at %q: %w", step, err)
		}
	}
	return nil
}

func expect(in *bufio.Reader, want string) error {
	line, err := in.ReadString('\n')
	if err != nil {
		return err
	}
	got := strings.TrimSuffix(line, "\r\n")
	if begin, ok := strings.CutSuffix(want, "ANY"); ok && strings.HasPrefix(got, begin) && !strings.Contains(got[len(begin):], " ") {
		return nil
	}
	if got != want {
		return fmt.Errorf("client sent %q", got)
	}
	return nil
}
