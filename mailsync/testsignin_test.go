package mailsync

import "testing"

func TestOnceOnly(t *testing.T) {
	w := where{Host: "pop.example.org", Port: 995}
	tests := []struct{ name, sentence, want string }{
		{"unknown host", sayUnknownHost(w), "No server named pop.example.org can be found. Please check the name."},
		{"refused", sayRefused(w), "pop.example.org accepts no mail connection on port 995. If it stays so, please check server and port."},
		{"timeout", sayTimeout(w), "pop.example.org does not answer. Nothing is lost."},
		{"offline", sayOffline(w), "pop.example.org cannot be reached; this computer may be offline."},
		{"in use", sayInUse, "Another program is reading this mailbox right now. Your password is fine."},
		{"nothing to leave out", sayBadPassword, sayBadPassword},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := onceOnly(tt.sentence); got != tt.want {
				t.Errorf("onceOnly(%q) = %q, want %q", tt.sentence, got, tt.want)
			}
		})
	}
}
