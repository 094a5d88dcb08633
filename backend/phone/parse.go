package phone

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// Reason says why a text is not a usable number. The values are stable: they are stored with
// rejected rows and translated by the screen.
type Reason string

// The closed set of reasons.
const (
	Missing        Reason = "missing"
	Scientific     Reason = "scientific_notation"
	NotANumber     Reason = "not_a_number"
	UnknownCountry Reason = "unknown_country"
	TooShort       Reason = "too_short"
	TooLong        Reason = "too_long"
)

// Error is what Parse returns. It carries no digits, so it may be logged.
type Error struct{ Reason Reason }

func (e *Error) Error() string { return fmt.Sprintf("phone number: %s", e.Reason) }

// ReasonOf returns the reason inside err, or an empty one.
func ReasonOf(err error) Reason {
	var e *Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

// Limits of a whole number, country code included (ITU E.164 allows 15 digits).
const (
	minDigits = 7
	maxDigits = 15
	maxRaw    = 200
	// Below this length a number without plus is taken as a national one whenever the national
	// plan has that length: ten digits are a full number in too many countries to guess.
	sureInternational = 11
)

var (
	// A spreadsheet's short form of a long number. Its lost digits cannot be recovered, and a parser
	// that ignores the E makes a stranger's number out of it.
	scientific = regexp.MustCompile(`^\+?\d+([.,]\d+)?[eE][+-]?\d+$`)
	// What Facebook lead forms, links and WhatsApp addresses put around a number.
	prefixes  = regexp.MustCompile(`(?i)^(?:p|tel|phone|mobile|whatsapp|callto|sms)\s*:\s*(?://)?|^(?:https?://)?(?:www\.)?wa\.me/`)
	suffixes  = regexp.MustCompile(`(?i)(?:@(?:s\.whatsapp\.net|c\.us)|;.*|\?.*|\s*(?:ext|extn|ramal|x|#)\.?\s*\d{1,6})$`)
	floatTail = regexp.MustCompile(`^(\+?\d{7,})[.,]0+$`)
)

// Parse reads a number as people and spreadsheets write it. A number without country code is taken
// as one of defaultRegion (ISO 3166, may be empty). The error is always an *Error.
// A cell with several numbers gives the first one that can be used.
func Parse(raw, defaultRegion string) (Number, error) {
	if len(raw) > maxRaw {
		return Number{}, &Error{NotANumber}
	}
	text := clean(raw)
	n, err := parseOne(text, defaultRegion)
	if err == nil || !strings.ContainsAny(text, "/|,;\n") {
		return n, err
	}
	for part := range strings.FieldsFuncSeq(text, isSeparator) {
		if first, partErr := parseOne(strings.TrimSpace(part), defaultRegion); partErr == nil {
			return first, nil
		}
	}
	return Number{}, err
}

func isSeparator(r rune) bool { return strings.ContainsRune("/|,;\n", r) }

func parseOne(text, defaultRegion string) (Number, error) {
	if !strings.ContainsFunc(text, isWordRune) {
		return Number{}, &Error{Missing}
	}
	// Most cells are plain; the expressions cost as much as the rest of the work.
	if strings.ContainsFunc(text, unicode.IsLetter) || strings.ContainsAny(text, ";?#") {
		if scientific.MatchString(strings.ReplaceAll(text, " ", "")) {
			return Number{}, &Error{Scientific}
		}
		text = suffixes.ReplaceAllString(prefixes.ReplaceAllString(text, ""), "")
	}
	if strings.ContainsAny(text, ".,") {
		text = floatTail.ReplaceAllString(text, "$1")
	}
	digits, international, ok := reduce(text)
	switch {
	case !ok:
		return Number{}, &Error{NotANumber}
	case international:
		return parseInternational(digits)
	}
	return parseNational(digits, strings.ToUpper(defaultRegion))
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// clean maps digits of every script to ASCII and removes what is invisible: bidi marks and
// zero-width characters come along when a number is copied out of a chat.
func clean(raw string) string {
	mapped := strings.Map(func(r rune) rune {
		switch {
		case r < unicode.MaxASCII:
			return r
		case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r):
			return -1
		case unicode.Is(unicode.Nd, r):
			return asciiDigit(r)
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Pd, r), r == '\u2212':
			return '-'
		case r == '\uff0b', r == '\ufe62':
			return '+'
		}
		return r
	}, raw)
	return strings.Trim(mapped, " \t\r\n\x00'\"`\u2018\u2019\u201c\u201d=")
}

// asciiDigit relies on Unicode laying out decimal digits in runs that begin with a zero.
func asciiDigit(r rune) rune {
	for _, set := range unicode.Nd.R16 {
		if r >= rune(set.Lo) && r <= rune(set.Hi) {
			return '0' + (r-rune(set.Lo))%10
		}
	}
	for _, set := range unicode.Nd.R32 {
		if r >= rune(set.Lo) && r <= rune(set.Hi) {
			return '0' + (r-rune(set.Lo))%10
		}
	}
	return r
}

// reduce leaves the digits, and says whether they begin with a country code (plus or 00).
func reduce(text string) (digits string, international, ok bool) {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '+':
			if b.Len() > 0 {
				return "", false, false
			}
			international = true
		case strings.ContainsRune(" \t-.()[]{}/_~\u00b7\u2022", r):
		default:
			return "", false, false
		}
	}
	digits = b.String()
	if rest, found := strings.CutPrefix(digits, "00"); found && !international {
		// Not left to the library: dialled from Brazil 0055 selects a carrier, and the rest of a
		// Brazilian's own number would be read as an American one.
		return rest, true, true
	}
	return digits, international, digits != ""
}

func parseInternational(digits string) (Number, error) {
	switch {
	case len(digits) < minDigits:
		return Number{}, &Error{TooShort}
	case len(digits) > maxDigits+2:
		return Number{}, &Error{TooLong}
	}
	parsed, err := phonenumbers.Parse("+"+digits, "")
	if err != nil {
		return Number{}, translate(err)
	}
	return accept(parsed)
}

// parseNational decides between two readings of bare digits, national and whole. The national one
// wins where it is a number, except that a mobile beats a landline (some twelve-digit German
// landlines spell an Indian mobile): leads are people on WhatsApp.
func parseNational(digits, region string) (Number, error) {
	if region == "" {
		if whole, err := parseInternational(digits); err == nil && whole.isSure(digits) {
			return whole, nil
		}
		return Number{}, &Error{lengthOr(digits, UnknownCountry)}
	}
	parsed, err := phonenumbers.Parse(digits, region)
	kind := phonenumbers.UNKNOWN
	if err == nil {
		kind = phonenumbers.GetNumberType(parsed)
	}
	if kind != phonenumbers.UNKNOWN && kind != phonenumbers.FIXED_LINE {
		return accept(parsed)
	}
	whole, wholeErr := parseInternational(digits)
	if wholeErr == nil && whole.isSure(digits) && (kind == phonenumbers.UNKNOWN || whole.isMobile()) {
		return whole, nil
	}
	if err != nil {
		return Number{}, translate(err)
	}
	n, err := accept(parsed)
	if err != nil && wholeErr == nil && whole.Valid() {
		return whole, nil
	}
	return n, err
}

// isSure reports that bare digits, read as n with its country code, need no second opinion.
func (n Number) isSure(digits string) bool {
	return len(digits) >= sureInternational && (n.Valid() || isOldMexican(n.digits))
}

func (n Number) isMobile() bool {
	parsed, err := phonenumbers.Parse("+"+n.digits, "")
	return err == nil && phonenumbers.GetNumberType(parsed) == phonenumbers.MOBILE
}

func lengthOr(digits string, otherwise Reason) Reason {
	switch {
	case len(digits) < minDigits:
		return TooShort
	case len(digits) > maxDigits:
		return TooLong
	}
	return otherwise
}

// accept keeps a number whose length its country's plan allows.
func accept(parsed *phonenumbers.PhoneNumber) (Number, error) {
	digits := strings.TrimPrefix(phonenumbers.Format(parsed, phonenumbers.E164), "+")
	switch {
	case len(digits) < minDigits:
		return Number{}, &Error{TooShort}
	case len(digits) > maxDigits:
		return Number{}, &Error{TooLong}
	}
	switch phonenumbers.IsPossibleNumberWithReason(parsed) {
	case phonenumbers.TOO_SHORT, phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
		return Number{}, &Error{TooShort}
	case phonenumbers.TOO_LONG:
		if !isOldMexican(digits) {
			return Number{}, &Error{TooLong}
		}
	case phonenumbers.INVALID_COUNTRY_CODE:
		return Number{}, &Error{UnknownCountry}
	}
	return Number{digits}, nil
}

func isOldMexican(digits string) bool {
	return len(digits) == mexicoWithOne && strings.HasPrefix(digits, "521")
}

func translate(err error) error {
	switch {
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode):
		return &Error{UnknownCountry}
	case errors.Is(err, phonenumbers.ErrTooShortNSN), errors.Is(err, phonenumbers.ErrTooShortAfterIDD):
		return &Error{TooShort}
	case errors.Is(err, phonenumbers.ErrNumTooLong):
		return &Error{TooLong}
	}
	return &Error{NotANumber}
}
