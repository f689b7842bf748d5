package mailstore

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// KeepMode says what happens to a message on the server once it is safe here.
type KeepMode string

const (
	KeepForever KeepMode = "forever"
	KeepDays    KeepMode = "days"
	KeepRemove  KeepMode = "remove" // remove once safe
)

// maxKeepDays is ten years: more is a slip of the finger, and "forever" says it better.
const maxKeepDays = 3650

// Keep is an account's policy. Days counts whole days from "safe here".
type Keep struct {
	Mode KeepMode
	Days int
	From time.Time // messages that became safe before it stay on the server; zero: none are exempt
}

// ParseKeep reads "forever", "remove" or a number of days from "1d" to "3650d". From is not part of the words.
func ParseKeep(s string) (Keep, error) {
	switch s {
	case string(KeepForever):
		return Keep{Mode: KeepForever}, nil
	case string(KeepRemove):
		return Keep{Mode: KeepRemove}, nil
	}
	digits, ok := strings.CutSuffix(s, "d")
	days, err := strconv.Atoi(digits)
	if !ok || err != nil || days < 1 || days > maxKeepDays || strconv.Itoa(days) != digits {
		return Keep{}, fmt.Errorf("keep %q: want forever, remove or days such as 14d (1d to %dd)", s, maxKeepDays)
	}
	return Keep{Mode: KeepDays, Days: days}, nil
}

// String gives the words ParseKeep reads. A policy that makes no sense reads as forever, which removes nothing.
func (k Keep) String() string {
	switch {
	case k.Mode == KeepRemove:
		return string(KeepRemove)
	case k.Mode == KeepDays && k.Days >= 1 && k.Days <= maxKeepDays:
		return strconv.Itoa(k.Days) + "d"
	}
	return string(KeepForever)
}

// Mark names the rule with its beginning, to tell whether it is still the one that a person has seen.
func (k Keep) Mark() string { return k.String() + "@" + strconv.FormatInt(seconds(k.From), 10) }

// removalDay is when the copy on the server goes, for a message safe here since safeAt; zero when it stays.
// A day is 24 hours: the count must not depend on where the computer is or on summer time.
func (k Keep) removalDay(safeAt time.Time) time.Time {
	if safeAt.IsZero() || safeAt.Before(k.From) {
		return time.Time{}
	}
	switch {
	case k.Mode == KeepRemove:
		return safeAt.UTC()
	case k.Mode == KeepDays && k.Days >= 1 && k.Days <= maxKeepDays:
		return safeAt.UTC().Add(time.Duration(k.Days) * 24 * time.Hour)
	}
	return time.Time{}
}
