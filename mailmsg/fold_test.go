package mailmsg

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// folded lists folds as "kind: first line" of each.
func folded(text string, folds []Fold) []string {
	var list []string
	for _, f := range folds {
		first, _, _ := strings.Cut(text[f.Start:f.End], "\n")
		list = append(list, fmt.Sprintf("%s: %s", f.Kind, strings.TrimSpace(first)))
	}
	return list
}

func TestTextFolds(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"nothing", "Hello\n\nSee you.\n", nil},
		{"Thunderbird", "Yes.\n\nOn 3/2/26 10:00, Ann Lee wrote:\n> Tea?\n>\n> Ann\n", []string{"quote: On 3/2/26 10:00, Ann Lee wrote:"}},
		{"Gmail over two lines", "Yes.\n\nOn Mon, Mar 2, 2026 at 10:00 AM Ann Lee\n<ann@example.org> wrote:\n\n> Tea?\n", []string{"quote: On Mon, Mar 2, 2026 at 10:00 AM Ann Lee"}},
		{"Apple Mail, German", "Ja.\n\n> Am 02.03.2026 um 10:00 schrieb Ann Lee <ann@example.org>:\n> \n> Tee?\n", []string{"quote: > Am 02.03.2026 um 10:00 schrieb Ann Lee <ann@example.org>:"}},
		{"French", "Oui.\n\nLe lun. 2 mars 2026 à 10:00, Ann <ann@example.org> a écrit :\n> Thé ?\n", []string{"quote: Le lun. 2 mars 2026 à 10:00, Ann <ann@example.org> a écrit :"}},
		{"Japanese", "はい。\n\n2026年3月2日(月) 10:00 Ann <ann@example.org>:\n> お茶？\n", []string{"quote: 2026年3月2日(月) 10:00 Ann <ann@example.org>:"}},
		{"answer below", "On 3/2/26, Ann wrote:\n> Tea?\n\nYes.\n\n-- \nBo\n", []string{"quote: On 3/2/26, Ann wrote:", "signature: --"}},
		{"answers in between", "> Tea?\nYes.\n> Where?\nHere.\n", []string{"quote: > Tea?", "quote: > Where?"}},
		{"a colon that says nothing", "My list:\n> quoted\n", []string{"quote: > quoted"}},
		{"Outlook", "Yes.\n\n-----Original Message-----\nFrom: Ann Lee\nSent: Monday\nTo: Bo\nSubject: Tea\n\nTea?\n", []string{"quote: -----Original Message-----"}},
		{"Outlook, German, without a line", "Ja.\n\nVon: Ann Lee <ann@example.org>\nGesendet: Montag, 2. März 2026 10:00\nAn: Bo\nBetreff: Tee\n\nTee?\n", []string{"quote: Von: Ann Lee <ann@example.org>"}},
		{"Outlook with a ruler", "Sí.\n________________________________\nDe: Ann\nEnviado: lunes\nPara: Bo\nAsunto: Té\n\n¿Té?\n", []string{"quote: ________________________________"}},
		{"Outlook, Chinese", "好。\n\n发件人: Ann\n发送时间: 2026年3月2日\n收件人: Bo\n主题: 茶\n\n茶？\n", []string{"quote: 发件人: Ann"}},
		{"labels in prose", "From: here to there.\nTo: nobody.\nThat is all.\n", nil},
		{"Gmail forwards", "Look.\n\n---------- Forwarded message ---------\nFrom: Ann\nDate: Mon\nSubject: Tea\n\nTea?\n", []string{"forward: ---------- Forwarded message ---------"}},
		{"Apple forwards", "Begin forwarded message:\n\nFrom: Ann\n\nTea?\n", []string{"forward: Begin forwarded message:"}},
		{"Thunderbird forwards, German", "-------- Weitergeleitete Nachricht --------\nBetreff: Tee\n\nTee?\n", []string{"forward: -------- Weitergeleitete Nachricht --------"}},
		{"signature", "Hello\n\n-- \nAnn Lee\nExample Ltd\n", []string{"signature: --"}},
		{"signature above the quote", "Yes.\n-- \nBo\n\nOn 3/2/26, Ann wrote:\n> Tea?\n", []string{"signature: --", "quote: On 3/2/26, Ann wrote:"}},
		{"a telephone's signature", "Yes.\n\nSent from my iPhone\n\nOn 2 Mar 2026, Ann wrote:\n> Tea?\n", []string{"signature: Sent from my iPhone", "quote: On 2 Mar 2026, Ann wrote:"}},
		{"a telephone's signature, German", "Ja.\n\nVon meinem iPhone gesendet\n", []string{"signature: Von meinem iPhone gesendet"}},
		{"dashes far above", "--\n" + strings.Repeat("line\n", 60), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := folded(tt.text, TextFolds(tt.text)); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestHTMLFolds(t *testing.T) {
	tests := []struct {
		name, page string
		want       []string // kind and the text of the fold
	}{
		{"Gmail", `<div dir="ltr">Yes.<div class="gmail_signature">Bo</div></div><br><div class="gmail_quote gmail_quote_container"><div class="gmail_attr">On Mon Ann wrote:</div><blockquote class="gmail_quote">Tea?</blockquote></div>`,
			[]string{"signature: Bo", "quote: On Mon Ann wrote: > Tea?"}},
		{"Apple Mail", `<div>Yes.</div><div><blockquote type="cite"><div>On Mon, Ann wrote:</div><div>Tea?</div></blockquote></div><p>after`, []string{"quote: > On Mon, Ann wrote: > Tea?"}},
		{"Thunderbird", `Yes.<div class="moz-cite-prefix">On Mon Ann wrote:</div><blockquote type="cite">Tea?</blockquote><pre class="moz-signature">-- Bo</pre>`,
			[]string{"quote: On Mon Ann wrote: > Tea?", "signature: -- Bo"}},
		{"Thunderbird, a blank between", `Yes.<div class="moz-cite-prefix">On Mon Ann wrote:<br></div><br>
 <blockquote type="cite">Tea?</blockquote>Two sugars.<blockquote type="cite">Milk?</blockquote>`, []string{"quote: On Mon Ann wrote: > Tea?", "quote: > Milk?"}},
		{"Gmail sends on", `Look.<div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>From: Ann</div>Tea?</div>`, []string{"forward: ---------- Forwarded message --------- From: Ann Tea?"}},
		{"Apple Mail sends on, German", `Hier.<div><br><blockquote type="cite"><div>Anfang der weitergeleiteten Nachricht:</div><br><div><b>Von: </b>Ann</div>Tee?</blockquote></div>`, []string{"forward: > Anfang der weitergeleiteten Nachricht: > Von: Ann > Tee?"}},
		{"Outlook, written anew on the web", `<p>Yes.</p><div style="border-width: 1pt medium medium; border-style: solid none none; border-color: rgb(225, 225, 225) currentcolor currentcolor; padding: 3pt 0cm 0cm;"><b>Von:</b> Ann</div><p>Tee?</p>`, []string{"quote: Von: Ann Tee?"}},
		{"Outlook on a telephone", `<div>Yes.</div><div id="ms-outlook-mobile-signature">Get Outlook</div><div id="mail-editor-reference-message-container" class="ms-outlook-mobile-reference-message"><b>From:</b> Ann</div><p>Tea?</p>`, []string{"signature: Get Outlook", "quote: From: Ann Tea?"}},
		{"Yahoo", `<div>Yes.</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Monday, Ann wrote:</div><div>Tea?</div></div>`, []string{"quote: On Monday, Ann wrote: Tea?"}},
		{"a name that ends in signature", `<div id="about-our-signature">Signatures are nice</div>`, nil},
		{"Thunderbird forwards", `<div class="moz-forward-container">Tea?</div>`, []string{"forward: Tea?"}},
		{"Outlook on the web", `<div>Yes.</div><div id="Signature">Bo</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Ann</div><div>Tea?</div>`, []string{"signature: Bo", "quote: ---------- From: Ann Tea?"}},
		{"Outlook", `<p>Yes.</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p><b>From:</b> Ann</p></div></div><p>Tea?</p>`, []string{"quote: From: Ann Tea?"}},
		{"nothing", `<p>Yes.</p><blockquote>a poem</blockquote>`, nil},
		{"never closed", `<blockquote type=cite><blockquote>Tea?`, []string{"quote: > > Tea?"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, f := range HTMLFolds(tt.page) {
				got = append(got, string(f.Kind)+": "+collapse(textFromHTML(tt.page[f.Start:f.End])))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTails(t *testing.T) {
	tests := []struct {
		name, content string
		page          bool
		rest          string // what is left without the tail; all where there is none
	}{
		{"answer above", "Yes.\n\nOn 3/2/26, Ann wrote:\n> Tea?\n", false, "Yes.\n\n"},
		{"a signature below", "Yes.\n\nOn 3/2/26, Ann wrote:\n> Tea?\n\n-- \nBo\n", false, "Yes.\n\n"},
		{"a signature above", "Yes.\n-- \nBo\n\nOn 3/2/26, Ann wrote:\n> Tea?\n", false, "Yes.\n-- \nBo\n\n"},
		{"answer below", "> Tea?\nYes.\n", false, "> Tea?\nYes.\n"},
		{"answers between", "Hi\n> Tea?\nYes.\n> Milk?\nNo.\n", false, "Hi\n> Tea?\nYes.\n> Milk?\nNo.\n"},
		{"the last of several", "> Tea?\nYes.\n> Milk?\n", false, "> Tea?\nYes.\n"},
		{"nothing but a quote", "> Tea?\n", false, "> Tea?\n"},
		{"sent on", "Look.\n---------- Forwarded message ---------\nTea?\n", false, "Look.\n---------- Forwarded message ---------\nTea?\n"},
		{"a page", `<div>Yes.<div class="gmail_quote"><blockquote>Tea?</blockquote></div></div><br>`, true, `<div>Yes.`},
		{"a page with a signature below", `Yes.<blockquote type="cite">Tea?</blockquote><div class="moz-signature">-- Bo</div>`, true, `Yes.`},
		{"a picture for an answer", `<img src="cid:1"><blockquote type="cite">Tea?</blockquote>`, true, `<img src="cid:1">`},
		{"an answer below in a page", `<blockquote type="cite">Tea?</blockquote>Yes.`, true, `<blockquote type="cite">Tea?</blockquote>Yes.`},
		{"a picture below", `Yes<blockquote type="cite">Tea?</blockquote><img src="cid:1">`, true, `Yes<blockquote type="cite">Tea?</blockquote><img src="cid:1">`},
		{"a page without", `<p>Yes.`, true, `<p>Yes.`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			find := TextTail
			if tt.page {
				find = HTMLTail
			}
			rest := tt.content
			if at, ok := find(rest); ok {
				rest = rest[:at]
			}
			if rest != tt.rest {
				t.Errorf("left is %q, want %q", rest, tt.rest)
			}
		})
	}
}

func FuzzFolds(f *testing.F) {
	f.Add("Yes.\n\nOn 3/2/26, Ann wrote:\n> Tea?\n\n-- \nBo\n")
	f.Add("From: a\nSent: b\nTo: c\nSubject: d\n---------- Forwarded message ---------\n")
	f.Add(`<div class="gmail_quote"><blockquote type=cite>a</div><div id=appendonsend>`)
	f.Fuzz(func(t *testing.T, text string) {
		for _, folds := range [][]Fold{TextFolds(text), HTMLFolds(text)} {
			end := 0
			for _, fold := range folds {
				if fold.Start < end || fold.End < fold.Start || fold.End > len(text) {
					t.Fatalf("folds %v of %d bytes", folds, len(text))
				}
				end = fold.End
			}
		}
		TextTail(text)
		HTMLTail(text)
	})
}
