package mailmsg

import (
	"slices"
	"testing"
)

// The shapes of common programs, by language. Gmail, Thunderbird and Apple Mail on a telephone write the attribution as a line
// of its own, Outlook copies the head of the message.
var foldShapes = []struct{ language, gmail, thunderbird, apple, outlook, original, forward, begins, phone, windows string }{
	{
		"English", "On Mon, Mar 2, 2026 at 10:00 AM Ann Lee <ann@example.org> wrote:", "On 3/2/26 10:00, Ann Lee wrote:", "On 2 Mar 2026, at 10:00, Ann Lee <ann@example.org> wrote:",
		"From: Ann Lee <ann@example.org>\nSent: Monday, March 2, 2026 10:00 AM\nTo: Bo\nSubject: Tea", "-----Original Message-----",
		"-------- Forwarded Message --------", "Begin forwarded message:", "Sent from my iPhone", "Get Outlook for iOS<https://aka.ms/o0ukef>",
	},
	{
		"German", "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Ann Lee <ann@example.org>:", "Am 02.03.26 um 10:00 schrieb Ann Lee:", "Am 02.03.2026 um 10:00 schrieb Ann Lee <ann@example.org>:",
		"Von: Ann Lee <ann@example.org>\nGesendet: Montag, 2. März 2026 10:00\nAn: Bo\nBetreff: Tee", "-----Ursprüngliche Nachricht-----",
		"-------- Weitergeleitete Nachricht --------", "Anfang der weitergeleiteten Nachricht:", "Von meinem iPhone gesendet", "Outlook für iOS beziehen",
	},
	{
		"French", "Le lun. 2 mars 2026 à 10:00, Ann Lee <ann@example.org> a écrit :", "Le 02/03/2026 à 10:00, Ann Lee a écrit\u00a0:", "Le 2 mars 2026 à 10:00, Ann Lee <ann@example.org> a écrit :",
		"De : Ann Lee <ann@example.org>\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Bo\nObjet : Thé", "-----Message d'origine-----",
		"-------- Message transféré --------", "Début du message réexpédié :", "Envoyé de mon iPhone", "Télécharger Outlook pour iOS",
	},
	{
		"Spanish", "El lun, 2 mar 2026 a las 10:00, Ann Lee (<ann@example.org>) escribió:", "El 2/3/26 a las 10:00, Ann Lee escribió:", "El 2 mar 2026, a las 10:00, Ann Lee <ann@example.org> escribió:",
		"De: Ann Lee <ann@example.org>\nEnviado el: lunes, 2 de marzo de 2026 10:00\nPara: Bo\nAsunto: Té", "-----Mensaje original-----",
		"-------- Mensaje reenviado --------", "Inicio del mensaje reenviado:", "Enviado desde mi iPhone", "Obtener Outlook para iOS",
	},
	{
		"Italian", "Il giorno lun 2 mar 2026 alle ore 10:00 Ann Lee <ann@example.org> ha scritto:", "Il 02/03/26 10:00, Ann Lee ha scritto:", "Il giorno 2 mar 2026, alle ore 10:00, Ann Lee <ann@example.org> ha scritto:",
		"Da: Ann Lee <ann@example.org>\nInviato: lunedì 2 marzo 2026 10:00\nA: Bo\nOggetto: Tè", "-----Messaggio originale-----",
		"-------- Messaggio Inoltrato --------", "Inizio messaggio inoltrato:", "Inviato da iPhone", "Scarica Outlook per iOS",
	},
}

func TestFoldShapes(t *testing.T) {
	for _, s := range foldShapes {
		firstLine := func(text string) string { return folded(text, []Fold{{QuoteFold, 0, len(text)}})[0][len("quote: "):] }
		for program, tt := range map[string]struct {
			text string
			want []string
		}{
			"Gmail":                {"Yes.\n\n" + s.gmail + "\n\n> Tea?\n> Ann\n", []string{"quote: " + s.gmail}},
			"Thunderbird":          {"Yes.\n\n" + s.thunderbird + "\n> Tea?\n\n-- \nBo\n", []string{"quote: " + s.thunderbird, "signature: --"}},
			"Apple Mail":           {"Yes.\n\n> " + s.apple + "\n> \n> Tea?\n", []string{"quote: > " + s.apple}},
			"Apple Mail, bare":     {"Yes.\n\n" + s.apple + "\n\n> Tea?\n", []string{"quote: " + s.apple}},
			"Outlook":              {"Yes.\n\n" + s.outlook + "\n\nTea?\n", []string{"quote: " + firstLine(s.outlook)}},
			"Outlook with a line":  {"Yes.\n\n________________________________\n" + s.outlook + "\n\nTea?\n", []string{"quote: ________________________________"}},
			"Outlook, older":       {"Yes.\n\n" + s.original + "\n" + s.outlook + "\n\nTea?\n", []string{"quote: " + s.original}},
			"Thunderbird sends on": {"Look.\n\n\n" + s.forward + "\n" + s.outlook + "\n\nTea?\n", []string{"forward: " + s.forward}},
			"Apple Mail sends on":  {"Look.\n\n" + s.begins + "\n\n" + s.outlook + "\n\nTea?\n", []string{"forward: " + s.begins}},
			"a telephone":          {"Yes.\n\n" + s.phone + "\n\n> " + s.apple + "\n> Tea?\n", []string{"signature: " + s.phone, "quote: > " + s.apple}},
			"Outlook's telephone":  {"Yes.\n\n" + s.windows + "\n________________________________\n" + s.outlook + "\n\nTea?\n", []string{"signature: " + s.windows, "quote: ________________________________"}},
		} {
			t.Run(s.language+" "+program, func(t *testing.T) {
				if got := folded(tt.text, TextFolds(tt.text)); !slices.Equal(got, tt.want) {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			})
		}
	}
}
