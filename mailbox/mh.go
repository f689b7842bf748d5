package mailbox

import (
	"bufio"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// mh reads the numbered files of a folder in their order.
func (w *walker) mh(dir string, names []string, numbers []int) error {
	marks := mhMarks(dir)
	for _, n := range numbers {
		m := &Message{Folder: slices.Clone(names), Marks: marks(n)}
		if err := w.wholeFile(filepath.Join(dir, strconv.Itoa(n)), m); err != nil {
			return err
		}
	}
	return nil
}

// mhMarks gives what a folder's own files tell: those of Claws Mail or Sylpheed, else .mh_sequences, else nothing.
func mhMarks(dir string) func(n int) Marks {
	for _, name := range []string{".claws_mark", ".sylpheed_mark"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			continue
		}
		if marks, err := readMarks(data); err == nil {
			return func(n int) Marks { return marks[n] }
		}
	}
	f, err := os.Open(filepath.Join(dir, ".mh_sequences"))
	if err != nil {
		return func(int) Marks { return Marks{} }
	}
	defer f.Close()
	unseen, flagged, replied := map[int]bool{}, map[int]bool{}, map[int]bool{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		name, list, _ := strings.Cut(lines.Text(), ":")
		switch name {
		case "unseen":
			sequence(unseen, list)
		case "flagged":
			sequence(flagged, list)
		case "replied":
			sequence(replied, list)
		}
	}
	return func(n int) Marks { return Marks{Unread: unseen[n], Starred: flagged[n], Answered: replied[n]} }
}

// maxSequence bounds a range: a slip in the file must not fill the memory.
const maxSequence = 10_000_000

// sequence reads "1-3 7".
func sequence(set map[int]bool, list string) {
	for _, word := range strings.Fields(list) {
		from, to, ranged := strings.Cut(word, "-")
		a, err := strconv.Atoi(from)
		if err != nil {
			continue
		}
		b := a
		if ranged {
			if b, err = strconv.Atoi(to); err != nil || b-a > maxSequence {
				continue
			}
		}
		for n := a; n <= b; n++ {
			set[n] = true
		}
	}
}

// Flags of a message in Claws Mail's and Sylpheed's mark files.
const (
	markUnread    = 1 << 1
	markStarred   = 1 << 2
	markReplied   = 1 << 4
	markForwarded = 1 << 5
)

// errMarks is a mark file of a kind that is not known; the messages are read without it.
var errMarks = errors.New("mark file of an unknown version")

// readMarks reads a mark file: a version, then pairs of number and flags, all 32 bits in the order of the computer that
// wrote it.
func readMarks(data []byte) (map[int]Marks, error) {
	const version = 2
	if len(data) < 4 {
		return nil, errMarks
	}
	var order binary.ByteOrder = binary.LittleEndian
	if order.Uint32(data) != version {
		order = binary.BigEndian
	}
	if order.Uint32(data) != version {
		return nil, errMarks
	}
	marks := map[int]Marks{}
	for data = data[4:]; len(data) >= 8; data = data[8:] {
		flags := order.Uint32(data[4:])
		marks[int(order.Uint32(data))] = Marks{
			Unread: flags&markUnread != 0, Starred: flags&markStarred != 0,
			Answered: flags&markReplied != 0, Forwarded: flags&markForwarded != 0,
		}
	}
	return marks, nil
}
