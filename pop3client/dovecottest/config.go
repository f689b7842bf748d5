package dovecottest

import (
	"bytes"
	"fmt"
	"os"
	"os/user"
	"text/template"
)

// configText is all that Dovecot 2.3 reads. The limits on connections and the
// delay after a wrong password are off, as a test does both often.
var configText = template.Must(template.New("dovecot.conf").Parse(`
base_dir = {{.Dir}}/run
state_dir = {{.Dir}}/state
log_path = {{.Dir}}/log
instance_name = dovecottest
protocols = pop3
listen = 127.0.0.1{{range .Listen}}, {{.}}{{end}}
mail_location = maildir:~/Maildir
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 100
ssl = yes
ssl_cert = <{{.Dir}}/server.pem
ssl_key = <{{.Dir}}/server.pem
disable_plaintext_auth = no
auth_mechanisms ={{range .Mechanisms}} {{.}}{{end}}{{if .Tokens}} xoauth2 oauthbearer{{end}}
auth_failure_delay = 0 secs
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {{.Dir}}/users
}
{{if .Tokens -}}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {{.Dir}}/oauth2.conf
}
{{end -}}
userdb {
  driver = passwd-file
  args = username_format=%u {{.Dir}}/users
}
protocol pop3 {
  pop3_uidl_format = {{.UIDLFormat}}
  pop3_no_flag_updates = {{if .UpdateSeen}}no{{else}}yes{{end}}
  pop3_lock_session = {{if .LockSession}}yes{{else}}no{{end}}
}
service pop3-login {
  inet_listener pop3 {
    port = {{.Port}}
  }
  inet_listener pop3s {
    port = {{.TLSPort}}
    ssl = yes
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
{{with .Caller -}}
default_internal_user = {{.User}}
default_internal_group = {{.Group}}
default_login_user = {{.User}}
service anvil {
  chroot =
}
service pop3-login {
  chroot =
}
{{end -}}
{{.Extra}}
`))

// caller is who runs the tests, unless it is root: then every process runs so.
type caller struct{ User, Group string }

func (s *Server) config(o Options, port, tlsPort int) ([]byte, error) {
	who, err := findCaller()
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = configText.Execute(&text, struct {
		Options
		Dir           string
		Port, TLSPort int
		Caller        *caller
	}{o, s.dir, port, tlsPort, who})
	if err != nil {
		return nil, fmt.Errorf("write configuration: %w", err)
	}
	return text.Bytes(), nil
}

func findCaller() (*caller, error) {
	if os.Getuid() == 0 {
		return nil, nil
	}
	me, err := user.Current()
	if err != nil {
		return nil, fmt.Errorf("find user: %w", err)
	}
	group, err := user.LookupGroupId(me.Gid)
	if err != nil {
		return nil, fmt.Errorf("find group: %w", err)
	}
	return &caller{me.Username, group.Name}, nil
}
