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
			[]string{"quote: On Mon Ann wrote:", "quote: > Tea?", "signature: -- Bo"}},
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
	})
}
