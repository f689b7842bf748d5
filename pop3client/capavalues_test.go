package pop3client

import (
	"testing"
	"time"
)

func TestCapabilityValues(t *testing.T) {
	tests := []struct {
		line      string
		delay     time.Duration
		delayOK   bool
		days      int
		never, ok bool
	}{
		{"LOGIN-DELAY 900", 15 * time.Minute, true, 0, false, false},
		{"LOGIN-DELAY 900 USER", 15 * time.Minute, true, 0, false, false},
		{"LOGIN-DELAY 0", 0, true, 0, false, false},
		{"LOGIN-DELAY", 0, false, 0, false, false},
		{"LOGIN-DELAY -5", 0, false, 0, false, false},
		{"LOGIN-DELAY 99999999999999999999", 0, false, 0, false, false},
		{"LOGIN-DELAY 2147483647", 2147483647 * time.Second, true, 0, false, false},
		{"EXPIRE 60", 0, false, 60, false, true},
		{"EXPIRE 0", 0, false, 0, false, true},
		{"expire never", 0, false, 0, true, true},
		{"EXPIRE NEVER USER", 0, false, 0, true, true},
		{"EXPIRE 30 user", 0, false, 30, false, true},
		{"EXPIRE", 0, false, 0, false, false},
		{"EXPIRE soon", 0, false, 0, false, false},
		{"-", 0, false, 0, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			caps := offered(t, tt.line)
			if delay, ok := caps.LoginDelay(); delay != tt.delay || ok != tt.delayOK {
				t.Errorf("LoginDelay = %v, %v, want %v, %v", delay, ok, tt.delay, tt.delayOK)
			}
			if days, never, ok := caps.Expire(); days != tt.days || never != tt.never || ok != tt.ok {
				t.Errorf("Expire = %d, %v, %v, want %d, %v, %v", days, never, ok, tt.days, tt.never, tt.ok)
			}
		})
	}
	if got := offered(t, "IMPLEMENTATION Some POP3 v1.2\x1b[2J").Implementation(); got != "Some POP3 v1.2 [2J" {
		t.Errorf("Implementation = %q", got)
	}
	if got := offered(t, "-").Implementation(); got != "" {
		t.Errorf("Implementation = %q, want none", got)
	}
}
