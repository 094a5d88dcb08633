package tabular

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

const (
	utf8Name    = "utf-8"
	utf16leName = "utf-16le"
	utf16beName = "utf-16be"
	// Below this a detector's word is worth less than knowing where the user lives: measured on
	// ten encodings, it is right at .98 and above, and wrong at .41 (Arabic, Turkish).
	minConfidence = .9
	detectBytes   = 64 << 10
)

var encodings = []string{
	utf8Name, utf16leName, utf16beName,
	"windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258", "windows-874",
	"gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "koi8-r", "koi8-u", "iso-8859-2", "iso-8859-5", "iso-8859-7", "iso-8859-8", "iso-8859-15", "macintosh",
}

// Encodings lists the names that Options.Encoding accepts, for a drop-down.
func Encodings() []string { return slices.Clone(encodings) }

// regionCodePages are where Windows programs write something else than windows-1252.
var regionCodePages = map[string]string{
	"windows-1256": "EG SA AE IQ JO KW LB LY MA OM QA SY TN YE DZ BH SD PS PK IR",
	"windows-1254": "TR AZ",
	"windows-1251": "RU UA BY BG RS KZ KG MK",
	"windows-1255": "IL",
	"windows-1250": "PL CZ SK HU RO HR SI BA AL",
	"windows-1253": "GR CY",
	"windows-1258": "VN",
	"windows-874":  "TH",
	"gb18030":      "CN",
	"big5":         "TW HK",
	"shift_jis":    "JP",
	"euc-kr":       "KR",
}

// decode turns a text file into UTF-8 and says from what.
func decode(data []byte, opts Options) (text []byte, name string, err error) {
	rest, bom := cutBOM(data)
	name = strings.ToLower(opts.Encoding)
	switch {
	case name == "":
		name = bom
		if name == "" {
			name = detect(data, opts.Region)
		}
	case !slices.Contains(encodings, name):
		return nil, "", invalid(ReasonUnknownEncoding, "The encoding %q is not known.", opts.Encoding)
	}
	if bom == name {
		data = rest
	}
	if name == utf8Name {
		return bytes.ToValidUTF8(data, []byte("\ufffd")), name, nil
	}
	text, err = decoderFor(name).NewDecoder().Bytes(data)
	if err != nil {
		return nil, "", err
	}
	return text, name, nil
}

func cutBOM(data []byte) (rest []byte, name string) {
	for _, mark := range []struct{ bytes, name string }{{"\xef\xbb\xbf", utf8Name}, {"\xff\xfe", utf16leName}, {"\xfe\xff", utf16beName}} {
		if rest, found := bytes.CutPrefix(data, []byte(mark.bytes)); found {
			return rest, mark.name
		}
	}
	return data, ""
}

func decoderFor(name string) encoding.Encoding {
	switch name {
	case utf16leName:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case utf16beName:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return encoding.Replacement
	}
	return enc
}

// detect names the encoding of a text without byte order mark.
func detect(data []byte, region string) string {
	if name := wideWithoutMark(data); name != "" {
		return name
	}
	if utf8.Valid(data) {
		return utf8Name
	}
	if name := detected(data[:min(len(data), detectBytes)]); name != "" {
		return name
	}
	for page, regions := range regionCodePages {
		if region != "" && strings.Contains(regions, strings.ToUpper(region)) {
			return page
		}
	}
	return "windows-1252"
}

func detected(sample []byte) (name string) {
	defer func() {
		if recover() != nil { // the detector is a guess, never a reason to fail
			name = ""
		}
	}()
	result := chardet.Detect(sample)
	if result.Confidence < minConfidence {
		return ""
	}
	name = strings.ToLower(result.Encoding)
	if supersets := map[string]string{"gb2312": "gb18030", "gbk": "gb18030", "cp932": "shift_jis", "cp949": "euc-kr", "iso-8859-1": "windows-1252", "iso-8859-9": "windows-1254", "tis-620": "windows-874", "macroman": "macintosh"}; supersets[name] != "" {
		name = supersets[name]
	}
	if !slices.Contains(encodings, name) || name == utf8Name {
		return ""
	}
	return name
}

// wideWithoutMark recognises UTF-16 that lost its mark by where the zero bytes stand.
func wideWithoutMark(data []byte) string {
	sample := data[:min(len(data), 4096)]
	var even, odd int
	for i, b := range sample {
		switch {
		case b != 0:
		case i%2 == 0:
			even++
		default:
			odd++
		}
	}
	third := len(sample) / 2 / 3
	switch {
	case odd > third && even <= odd/20:
		return utf16leName
	case even > third && odd <= even/20:
		return utf16beName
	}
	return ""
}
