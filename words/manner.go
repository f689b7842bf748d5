package words

// manner is how a language writes numbers and days. Placeholders of days: {Mon} {Monday} {2} {Jan} {January} {2006}.
type manner struct {
	tag, name string

	point string // before decimals
	group string // between thousands
	least int    // digits from which thousands are set apart
	units [4]string

	day, dayYear           string // "Tue 2 December"
	longDay, longDayYear   string // "Tuesday 2 December"
	shortDay, shortDayYear string // "2 Dec"
	month                  string // "December 2026"
	first                  string // the first of a month where it is no plain 1
	weekdays, shortDays    [7]string
	months, shortMonths    [12]string
}

// narrowSpace is one that no line is broken at.
const narrowSpace = "\u202f"

// speech is all languages, English first. Months and days are those of CLDR, the full stops of German day names left out as
// in calendars.
var speech = []*manner{
	{
		tag: "en", name: "English", point: ".", group: narrowSpace, least: 5, units: [4]string{"kB", "MB", "GB", "TB"},
		day: "{Mon} {2} {January}", dayYear: "{Mon} {2} {January} {2006}",
		longDay: "{Monday} {2} {January}", longDayYear: "{Monday} {2} {January} {2006}",
		shortDay: "{2} {Jan}", shortDayYear: "{2} {Jan} {2006}",
		month:       "{January} {2006}",
		weekdays:    [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		shortDays:   [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
		months:      [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		shortMonths: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	},
	{
		tag: "de", name: "Deutsch", point: ",", group: ".", least: 5, units: [4]string{"kB", "MB", "GB", "TB"},
		day: "{Mon}, {2}. {January}", dayYear: "{Mon}, {2}. {January} {2006}",
		longDay: "{Monday}, {2}. {January}", longDayYear: "{Monday}, {2}. {January} {2006}",
		shortDay: "{2}. {Jan}", shortDayYear: "{2}. {Jan} {2006}",
		month:       "{January} {2006}",
		weekdays:    [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		shortDays:   [7]string{"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"},
		months:      [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		shortMonths: [12]string{"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."},
	},
	{
		tag: "fr", name: "Français", point: ",", group: narrowSpace, least: 5, units: [4]string{"ko", "Mo", "Go", "To"},
		day: "{Mon} {2} {January}", dayYear: "{Mon} {2} {January} {2006}",
		longDay: "{Monday} {2} {January}", longDayYear: "{Monday} {2} {January} {2006}",
		shortDay: "{2} {Jan}", shortDayYear: "{2} {Jan} {2006}", first: "1er",
		month:       "{January} {2006}",
		weekdays:    [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
		shortDays:   [7]string{"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."},
		months:      [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		shortMonths: [12]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
	},
	{
		tag: "es", name: "Español", point: ",", group: narrowSpace, least: 5, units: [4]string{"kB", "MB", "GB", "TB"},
		day: "{Mon} {2} de {January}", dayYear: "{Mon} {2} de {January} de {2006}",
		longDay: "{Monday} {2} de {January}", longDayYear: "{Monday} {2} de {January} de {2006}",
		shortDay: "{2} {Jan}", shortDayYear: "{2} {Jan} {2006}",
		month:       "{January} de {2006}",
		weekdays:    [7]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
		shortDays:   [7]string{"dom", "lun", "mar", "mié", "jue", "vie", "sáb"},
		months:      [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
		shortMonths: [12]string{"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"},
	},
	{
		tag: "it", name: "Italiano", point: ",", group: ".", least: 5, units: [4]string{"kB", "MB", "GB", "TB"},
		day: "{Mon} {2} {January}", dayYear: "{Mon} {2} {January} {2006}",
		longDay: "{Monday} {2} {January}", longDayYear: "{Monday} {2} {January} {2006}",
		shortDay: "{2} {Jan}", shortDayYear: "{2} {Jan} {2006}", first: "1º",
		month:       "{January} {2006}",
		weekdays:    [7]string{"domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"},
		shortDays:   [7]string{"dom", "lun", "mar", "mer", "gio", "ven", "sab"},
		months:      [12]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"},
		shortMonths: [12]string{"gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"},
	},
}
