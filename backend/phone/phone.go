// Package phone holds the one way a phone number is read, stored and compared.
// It knows numbering plans and nothing about leads, WhatsApp or storage.
//
// A number that libphonenumber calls invalid but whose length its plan allows is kept: WhatsApp still
// addresses Mexican mobiles as +52 1 and Brazilian mobiles without the ninth digit, and only
// WhatsApp can say which form an account was registered under.
package phone

import (
	"log/slog"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Number is a phone number with its country. It is comparable, and its zero value means "none".
// Printing or logging one shows its last two digits only; ask for Digits or Display on purpose.
type Number struct{ digits string }

// FromDigits reads what Digits returned, or the user part of a WhatsApp address.
func FromDigits(digits string) (Number, error) {
	return Parse("+"+strings.TrimPrefix(digits, "+"), "")
}

// IsZero reports that there is no number.
func (n Number) IsZero() bool { return n.digits == "" }

// Digits is the E.164 number without its plus: the form that is stored and sent to.
func (n Number) Digits() string { return n.digits }

// Display is the number as people of its country write it abroad, for example "+91 81230 33282".
func (n Number) Display() string {
	parsed, err := phonenumbers.Parse("+"+n.digits, "")
	if err != nil {
		return ""
	}
	return phonenumbers.Format(parsed, phonenumbers.INTERNATIONAL)
}

// Region is the ISO 3166 country ("BR"), or empty where the number belongs to no single country.
func (n Number) Region() string {
	parsed, err := phonenumbers.Parse("+"+n.digits, "")
	if err != nil {
		return ""
	}
	region := phonenumbers.GetRegionCodeForNumber(parsed)
	if region == "" {
		// An old spelling (+52 1 ...) matches no plan; its country code still tells the country.
		region = phonenumbers.GetRegionCodeForCountryCode(int(parsed.GetCountryCode()))
	}
	if region == nonGeographic || region == unknownRegion {
		return ""
	}
	return region
}

// Valid reports that the country's numbering plan knows such a number. Numbers that are not valid
// may still be reachable, see the package comment.
func (n Number) Valid() bool {
	parsed, err := phonenumbers.Parse("+"+n.digits, "")
	return err == nil && phonenumbers.IsValidNumber(parsed)
}

// String masks the number, so that a stray %v cannot put it into a log or an error text.
func (n Number) String() string {
	const shown = 2
	if len(n.digits) <= shown {
		return ""
	}
	return strings.Repeat("*", len(n.digits)-shown) + n.digits[len(n.digits)-shown:]
}

// GoString masks like String, for %#v.
func (n Number) GoString() string { return n.String() }

// LogValue masks like String.
func (n Number) LogValue() slog.Value { return slog.StringValue(n.String()) }

const (
	nonGeographic = "001"
	unknownRegion = "ZZ"
)
