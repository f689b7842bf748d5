package mailsync

import (
	"strconv"
	"time"

	"satchel/pop3client"
)

// loginDelay is the least time between two sign-ins that the server asks for, 0
// where it names none (RFC 2449 section 6.5: seconds, then perhaps "USER").
func loginDelay(caps pop3client.Capabilities) time.Duration {
	args := caps["LOGIN-DELAY"]
	if len(args) == 0 {
		return 0
	}
	seconds, err := strconv.ParseUint(args[0], 10, 31)
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second
}
