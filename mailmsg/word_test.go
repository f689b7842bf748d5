package mailmsg

import "testing"

func TestDecodeWords(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "Hello", "Hello"},
		{"Q", "=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus?= Bonn", "Grüße aus Bonn"},
		{"B", "=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"},
		{"lower case letters", "=?iso-8859-1?q?Gr=fc=dfe?=", "Grüße"},
		{"blank between words goes", "=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"},
		{"blank before text stays", "=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"},
		{"cut inside a character", "=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BCn?=", "Grün"},
		{"cut inside a character, base64", "=?utf-8?B?R3LD?=\t=?utf-8?B?vG4=?=", "Grün"},
		{"cut inside the base64", "=?utf-8?B?R3LDv?= =?utf-8?B?G4=?=", "Grün"},
		{"two charsets", "=?iso-8859-1?Q?=FC?= =?windows-1251?Q?=CF?=", "üП"},
		{"raw blanks in Q", "=?utf-8?Q?a b c?=", "a b c"},
		{"no blank around", "x=?utf-8?Q?=C3=BC?=y", "xüy"},
		{"language", "=?utf-8*de?Q?=C3=BC?=", "ü"},
		{"padding missing", "=?utf-8?B?R3LDvMOfZQ?=", "Grüße"},
		{"broken escape", "=?utf-8?Q?100=?=", "100="},
		{"unknown charset", "=?x-mars?Q?gr=FCn?=", "grün"},
		{"no end", "=?utf-8?Q?abc", "=?utf-8?Q?abc"},
		{"no such encoding", "=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
		{"question", "what=? =?", "what=? =?"},
		{"empty word", "=?utf-8?Q??= x", " x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := decodeWords(tt.in); got != tt.want {
				t.Errorf("decodeWords(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestPlainLine(t *testing.T) {
	if got, want := plainLine("  a\t\r\n b\x00\x1b c\u00a0 "), "a b c"; got != want {
		t.Errorf("plainLine = %q, want %q", got, want)
	}
}
