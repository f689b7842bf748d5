package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sort"
)

func main() {
	folder := flag.String("eml", "", "folder of messages with expected.json; without it only the speed is measured")
	verbose := flag.Bool("v", false, "name each message somebody reads otherwise")
	mutated := flag.String("mutate", "", "a folder for the messages changed in many ways: only what the readers make of these is compared")
	flag.Parse()
	runtime.GOMAXPROCS(1) // per core
	if err := run(*folder, *verbose, *mutated); err != nil {
		fmt.Fprintln(os.Stderr, "peerbench:", err)
		os.Exit(1)
	}
}

func run(folder string, verbose bool, mutated string) error {
	var corpus []sample
	if folder != "" {
		var err error
		if corpus, err = readFolder(folder); err != nil {
			return err
		}
		if mutated != "" {
			return mutate(corpus, mutated, verbose)
		}
		if err := compare(folder, corpus, verbose); err != nil {
			return err
		}
	}
	return measure(corpus)
}

// sample is one message and what is known of it.
type sample struct {
	name string
	raw  []byte
	want expected
}

// expected is an entry of expected.json: values three readers agree on, and facts of a message's source.
type expected struct {
	Consensus struct {
		Subject, Date, Text, HTML *string
		From                      *[]string
		Atts                      *[][2]any
	} `json:"consensus3"`
	Upstream struct {
		Subject, Date, Text, HTML *string
		From                      *[]string
		Leaves                    []struct{ SHA256 string }
		Attachments               []struct{ SHA256 string }
	} `json:"upstream"`
}

func readFolder(folder string) ([]sample, error) {
	list, err := os.ReadFile(filepath.Join(folder, "expected.json"))
	if err != nil {
		return nil, err
	}
	var known map[string]expected
	if err := json.Unmarshal(list, &known); err != nil {
		return nil, err
	}
	var all []sample
	for name, want := range known {
		raw, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		all = append(all, sample{name, raw, want})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].name < all[j].name })
	return all, nil
}
