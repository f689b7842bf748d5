package mailmsg

import (
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
)

const (
	detectBytes = 4 << 10 // of a text, markup left out: enough to know a language by
	detectSure  = 0.8     // least confidence; Latin alphabets never reach it and stay windows-1252
)

// detected are the charsets that detection is believed for, by its name of them: those of other alphabets than the Latin
// one, between whose charsets statistics tell too little.
var detected = map[string]string{
	"windows-1251": "windows-1251", "koi8-r": "koi8-r", "iso-8859-5": "iso-8859-5", "ibm866": "ibm866", "maccyrillic": "x-mac-cyrillic",
	"windows-1253": "windows-1253", "iso-8859-7": "iso-8859-7", "windows-1255": "windows-1255", "iso-8859-8": "windows-1255",
	"tis-620": "windows-874", "gb2312": "gb18030", "gb18030": "gb18030", "hz-gb-2312": "hz-gb-2312", "big5": "big5",
	"shift_jis": "shift_jis", "cp932": "shift_jis", "euc-jp": "euc-jp", "iso-2022-jp": "iso-2022-jp",
	"euc-kr": "euc-kr", "cp949": "euc-kr",
}

// detectCharset guesses the charset of bytes that are no UTF-8; "" where there is no good guess.
func detectCharset(b []byte) (label string) {
	defer func() {
		if recover() != nil {
			label = "" // the detector reads behind the end of some inputs
		}
	}()
	sample, foreign := detectSample(b)
	// Words of another alphabet have few ASCII letters between them. A lone accent is not enough to go by.
	if foreign < 4 || foreign*4 < len(sample) {
		return ""
	}
	result := chardet.Detect(sample)
	if result.Confidence < detectSure {
		return ""
	}
	return detected[strings.ToLower(result.Encoding)]
}

// detectSample takes markup, blanks, digits and the like out of the beginning of a text and counts the bytes beyond ASCII.
func detectSample(b []byte) (sample []byte, foreign int) {
	sample = make([]byte, 0, min(len(b), detectBytes)+16) // the detector looks a few bytes too far
	inTag := false
	for i := 0; i < len(b) && len(sample) < detectBytes; i++ {
		switch c := b[i]; {
		case c == '<' && i+1 < len(b) && (b[i+1] == '/' || b[i+1] == '!' || b[i+1]|0x20 >= 'a' && b[i+1]|0x20 <= 'z'):
			inTag = true
		case c == '>' && inTag:
			inTag = false
			sample = append(sample, ' ')
		case inTag:
		case c >= utf8.RuneSelf:
			foreign++
			sample = append(sample, c)
		case c == '\n' || c == ' ' || c == '.' || c == ',':
			if n := len(sample); n > 0 && sample[n-1] != ' ' {
				sample = append(sample, ' ')
			}
		default:
			sample = append(sample, c)
		}
	}
	return sample, foreign
}
