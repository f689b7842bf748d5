package signin

// Client is a program's identity at an issuer. A program on the person's own computer can keep no secret (RFC 8252
// section 8.5); some issuers hand one out all the same, and want to see it.
type Client struct{ ID, Secret string }

// Satchel's own identities, set when a release is built: -ldflags "-X satchel/signin.googleID=…". Empty in the source.
var (
	googleID, googleSecret string
	microsoftID            string
	yahooID, yahooSecret   string
	aolID, aolSecret       string
	fastmailID             string
)

// BuiltIn is Satchel's own identity at an issuer; false where this build has none.
func BuiltIn(issuer string) (Client, bool) {
	c := map[string]Client{
		"accounts.google.com":       {googleID, googleSecret},
		"login.microsoftonline.com": {microsoftID, ""},
		"login.yahoo.com":           {yahooID, yahooSecret},
		"login.aol.com":             {aolID, aolSecret},
		"www.fastmail.com":          {fastmailID, ""},
	}[issuer]
	return c, c.ID != ""
}
