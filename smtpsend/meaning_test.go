package smtpsend

import (
	"testing"
	"time"
)

func TestMeaning(t *testing.T) {
	tests := []struct {
		name string
		e    ServerError
		want Meaning
		wait time.Duration
	}{
		{"full box", ServerError{"RCPT", 552, "5.2.2", "mailbox full"}, MeansBoxFull, 0},
		{"full box for now", ServerError{"RCPT", 452, "4.2.2", "The email account that you tried to reach is over quota"}, MeansBoxFull, 0},
		{"full box, no code", ServerError{"RCPT", 550, "", "Quota exceeded (mailbox for user is full)"}, MeansBoxFull, 0},
		{"unknown user", ServerError{"RCPT", 550, "5.1.1", "<x@example.org>: Recipient address rejected: User unknown in virtual mailbox table"}, MeansUnknownUser, 0},
		{"unknown user, no code", ServerError{"RCPT", 550, "", "No such user here"}, MeansUnknownUser, 0},
		{"unknown user, vague code", ServerError{"RCPT", 550, "5.0.0", "Requested action not taken: mailbox unavailable"}, MeansUnknownUser, 0},
		{"unknown domain", ServerError{"RCPT", 550, "5.1.2", "Bad destination system"}, MeansUnknownDomain, 0},
		{"domain not found", ServerError{"RCPT", 450, "4.1.2", "Recipient address rejected: Domain not found"}, MeansUnknownDomain, 0},
		{"postgrey", ServerError{"RCPT", 450, "4.2.0", "<x@example.org>: Recipient address rejected: Greylisted, see http://postgrey.example/help"}, MeansGreylisted, 0},
		{"greylisted with a time", ServerError{"RCPT", 451, "4.7.1", "Greylisting in action, please come back in 300 seconds"}, MeansGreylisted, 5 * time.Minute},
		{"greylisted in minutes", ServerError{"RCPT", 451, "", "Please try again in 5 minutes"}, MeansGreylisted, 5 * time.Minute},
		{"too large at MAIL", ServerError{"MAIL", 552, "5.3.4", "Message size exceeds fixed limit"}, MeansTooLarge, 0},
		{"too large, no code", ServerError{"END", 552, "", "Message exceeds maximum size"}, MeansTooLarge, 0},
		{"spam", ServerError{"END", 554, "5.7.1", "Spam message rejected"}, MeansSpam, 0},
		{"policy", ServerError{"END", 550, "5.7.1", "[CS] Message blocked"}, MeansSpam, 0},
		{"refused at the end without a word", ServerError{"END", 554, "5.7.1", "Rejected"}, MeansSpam, 0},
		{"sign in first", ServerError{"MAIL", 530, "5.7.0", "Authentication required"}, MeansSignIn, 0},
		{"relaying", ServerError{"RCPT", 554, "5.7.1", "<x@example.org>: Relay access denied"}, MeansSignIn, 0},
		{"app password", ServerError{"AUTH", 534, "5.7.9", "Application-specific password required"}, MeansSignIn, 0},
		{"TLS first", ServerError{"MAIL", 530, "5.7.0", "Must issue a STARTTLS command first"}, MeansEncryptionOnly, 0},
		{"wrong password", ServerError{"AUTH", 535, "5.7.8", "Error: authentication failed"}, MeansWrongPassword, 0},
		{"somebody else's address", ServerError{"MAIL", 553, "5.7.1", "<bo@example.org>: Sender address rejected: not owned by user ann"}, MeansSender, 0},
		{"too many recipients", ServerError{"RCPT", 452, "4.5.3", "Error: too many recipients"}, MeansTooMany, 0},
		{"too often", ServerError{"MAIL", 450, "4.7.1", "Error: too much mail from 192.0.2.1"}, MeansTooOften, 0},
		{"too often by code", ServerError{"END", 421, "4.7.28", "Our system has detected an unusual rate of mail"}, MeansTooOften, 0},
		{"foreign letters", ServerError{"RCPT", 553, "5.6.7", "SMTPUTF8 needed"}, MeansNoUTF8, 0},
		{"shutting down", ServerError{"MAIL", 421, "4.3.2", "Service shutting down"}, MeansLater, 0},
		{"local error", ServerError{"END", 451, "4.3.0", "Temporary local problem"}, MeansLater, 0},
		{"nothing said", ServerError{"RCPT", 550, "", ""}, MeansRefused, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.e.Meaning(); got != tt.want {
				t.Errorf("Meaning() = %q, want %q", got, tt.want)
			}
			if got := tt.e.Wait(); got != tt.wait {
				t.Errorf("Wait() = %v, want %v", got, tt.wait)
			}
		})
	}
}
