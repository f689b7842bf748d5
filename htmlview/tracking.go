package htmlview

import (
	"net/url"
	"strings"
)

// Tracking is why a remote picture is taken for one that only tells its sender that the letter is read. Such a picture is
// never asked of Pictures. Empty: it is not.
type Tracking string

// Reasons.
const (
	TrackTiny    Tracking = "tiny"    // at most a few pixels: nobody could see it
	TrackHidden  Tracking = "hidden"  // the letter itself hides it
	TrackAddress Tracking = "address" // its address is one by which mailers count openings
)

// pictureFacts are what is known of a remote picture before it is loaded.
type pictureFacts struct {
	address       string
	width, height float32 // asked for by the letter in CSS px; negative: left to the picture
	hidden        bool
}

// tinyArea is the largest area in CSS px that holds nothing to look at; lines of one px are longer than that.
const tinyArea = 9

// tracking tells tracking pixels from pictures.
func tracking(f pictureFacts) Tracking {
	switch {
	case f.hidden:
		return TrackHidden
	case f.width == 0 || f.height == 0,
		f.width > 0 && f.height > 0 && f.width*f.height <= tinyArea,
		f.width >= 0 && f.width <= 1 && f.height < 0, f.height >= 0 && f.height <= 1 && f.width < 0:
		return TrackTiny
	case countsOpenings(f.address):
		return TrackAddress
	}
	return ""
}

// opener is a shape of addresses that count openings. Paths are compared without regard to case.
type opener struct {
	site  string // the host or what it ends with; empty: any, as mailers serve under their customers' names
	path  string // the path begins with it
	query string // the query has this parameter; empty: any
}

var openers = []opener{
	{"list-manage.com", "/track/open", ""},                             // Mailchimp
	{"mandrillapp.com", "/track/open", ""},                             // Mailchimp Transactional
	{"", "/wf/open", "upn"}, {"", "/wf/open", "u"}, {"", "/ss/o/", ""}, // SendGrid
	{"hubspotlinks.com", "/", ""}, {"hubspotemail.net", "/e2t/o/", ""}, // HubSpot
	{"", "/e2t/to/", ""}, {"", "/e3t/cto/", ""}, {"", "/e2t/o/", ""}, // HubSpot under a customer's name
	{"mailtrack.io", "/trace/", ""}, {"mltrk.io", "/pixel/", ""}, // Mailtrack
	{"yesware.com", "/t/", ""}, {"t.yesware.com", "/", ""}, // Yesware
	{"bananatag.com", "/", ""}, {"mailfoogae.appspot.com", "/", ""}, // Bananatag, Streak
	{"mixmax.com", "/api/track/", ""}, {"email.mixmax.com", "/e/o", ""}, // Mixmax
	{"r.superhuman.com", "/", ""}, {"link.nylas.com", "/open/", ""}, // Superhuman, Nylas
	{"opens.responder.co.il", "/", ""}, {"pixel.mailerlite.com", "/", ""}, //
	{"cl.exct.net", "/open.aspx", ""}, {"", "/open.aspx", "ffcb10"}, // Salesforce Marketing Cloud
	{"", "/trk", "_esuh"}, {"mkt.com", "/open/", ""}, {"", "/trk/v4/", ""}, // Marketo, Acoustic
	{"klclick.com", "/o/", ""}, {"trk.klaviyomail.com", "/o/", ""}, // Klaviyo
	{"sendibt2.com", "/tr/op/", ""}, {"", "/tr/op/", ""}, {"", "/im/op/", ""}, // Brevo
	{"mailjet.com", "/oo/", ""}, {"mjt.lu", "/oo/", ""}, // Mailjet
	{"pstmrk.it", "/open", ""},                                         // Postmark
	{"awstrack.me", "/i0/", ""},                                        // Amazon SES
	{"intercom-mail.com", "/via/o", ""}, {"via.intercom.io", "/o", ""}, // Intercom
	{"customeriomail.com", "/e/o/", ""}, {"track.customer.io", "/e/o/", ""}, // Customer.io
	{"cmail19.com", "/t/", ""}, {"cmail20.com", "/t/", ""}, // Campaign Monitor: /t/d-o-…
	{"createsend1.com", "/t/", ""}, {"createsend.com", "/t/", ""}, //
	{"google-analytics.com", "/", ""}, {"doubleclick.net", "/", ""}, // measurements of the web
	{"facebook.com", "/tr", ""}, {"bat.bing.com", "/", ""}, //
	{"notifications.google.com", "/g/img/", ""},                         //
	{"linkedin.com", "/emimp/", ""}, {"ea.twitter.com", "/scribe/", ""}, //
	{"", "/track/open.php", ""}, {"", "/opened.gif", ""}, //
}

// countsOpenings says whether an address has one of the shapes known.
func countsOpenings(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host, path := strings.ToLower(u.Hostname()), strings.ToLower(u.Path)
	for _, o := range openers {
		if o.site != "" && host != o.site && !strings.HasSuffix(host, "."+o.site) {
			continue
		}
		if strings.HasPrefix(path, o.path) && (o.query == "" || u.Query().Has(o.query)) {
			return true
		}
	}
	return false
}
