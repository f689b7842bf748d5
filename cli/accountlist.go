package cli

import (
	"fmt"
	"net"
	"strconv"
	"time"

	"satchel/mailstore"
	"satchel/mailsync"
)

func accountListCommand() command {
	return command{
		name: "list", does: "show the accounts",
		help: "Lists the accounts with their servers, what stays there, and the last check.",
		run:  runAccountList,
	}
}

// accountJSON is an account in commands' JSON.
type accountJSON struct {
	ID         string     `json:"id"`
	Email      string     `json:"email"`
	Name       string     `json:"name"`
	POP3       pop3JSON   `json:"pop3"`
	SMTP       *smtpJSON  `json:"smtp"`
	Keep       string     `json:"keep"`
	Interval   int        `json:"interval"` // minutes
	MaxSize    int64      `json:"max_size"` // bytes; 0: no limit
	BinRemoves bool       `json:"bin_removes"`
	ExpireDays *int       `json:"expire_days"` // after which the server itself removes mail; null: it does not say
	LastCheck  *time.Time `json:"last_check"`
	NextCheck  *time.Time `json:"next_check"`
	LastResult string     `json:"last_result"`
	Sentence   string     `json:"sentence"`
}

type pop3JSON struct {
	Host string `json:"host"`
	Port int    `json:"port"`
	TLS  string `json:"tls"`
	User string `json:"user"`
	Auth string `json:"auth"`
}

type smtpJSON struct {
	Host string `json:"host"`
	Port int    `json:"port"`
	TLS  string `json:"tls"`
	User string `json:"user"`
	Auth string `json:"auth"`
}

func accountOf(a mailstore.Account) accountJSON {
	j := accountJSON{
		ID: a.Slug, Email: a.Email, Name: a.Name, Keep: a.Keep.String(), Interval: int(a.Interval / time.Minute), MaxSize: a.MaxSize, BinRemoves: a.BinRemoves,
		POP3:      pop3JSON{a.Host, a.Port, a.TLS, a.User, a.Auth},
		LastCheck: timeOrNull(a.LastCheck), NextCheck: timeOrNull(a.NextCheck), LastResult: a.LastResult, Sentence: a.LastText,
	}
	if days := mailsync.Facts(a).ExpireDays; days >= 0 {
		j.ExpireDays = &days
	}
	if a.SMTPHost != "" {
		j.SMTP = &smtpJSON{a.SMTPHost, a.SMTPPort, a.SMTPTLS, a.SMTPUser, a.SMTPAuth}
		if a.SMTPUser == "" {
			j.SMTP.User = a.User
		}
	}
	return j
}

// timeOrNull is RFC 3339 in UTC, null for the zero time.
func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func runAccountList(c *call) error {
	if _, err := c.parse(c.newFlags(c.path), 0, 0); err != nil {
		return err
	}
	if err := c.openReadOnly(); err != nil {
		return err
	}
	list, err := c.store.Accounts(c.ctx)
	if err != nil {
		return err
	}
	if c.json {
		rows := make([]accountJSON, len(list))
		for i, a := range list {
			rows[i] = accountOf(a)
		}
		return c.printJSON(rows)
	}
	if len(list) == 0 {
		return c.printf("There is no account yet. Add one: satchel account add --help\n")
	}
	rows := [][]string{{"ID", "ADDRESS", "SERVER", "STAYS THERE", "LAST CHECK", "RESULT"}}
	for _, a := range list {
		last := moment(a.LastCheck, c.now())
		if last == "" {
			last = "never"
		}
		rows = append(rows, []string{a.Slug, clean(a.Email), fmt.Sprintf("%s (%s)", net.JoinHostPort(a.Host, strconv.Itoa(a.Port)), a.TLS), staysThere(a.Keep), last, a.LastResult})
	}
	return c.printf("%s", table(rows))
}

// staysThere is a policy in a column's words.
func staysThere(k mailstore.Keep) string {
	switch k.Mode {
	case mailstore.KeepDays:
		return plural(k.Days, "day")
	case mailstore.KeepRemove:
		return "until safe here"
	default:
		return "forever"
	}
}
