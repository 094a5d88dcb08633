package phone

import (
	"slices"
	"strconv"

	"github.com/nyaruka/phonenumbers"
)

// Country is a choice for the default country.
type Country struct {
	Code        string `json:"code"`        // ISO 3166, "BR"
	CallingCode string `json:"callingCode"` // "55"
}

// Countries lists every country with a numbering plan, by code.
func Countries() []Country {
	out := make([]Country, 0, 250)
	for region := range phonenumbers.GetSupportedRegions() {
		out = append(out, Country{Code: region, CallingCode: strconv.Itoa(phonenumbers.GetCountryCodeForRegion(region))})
	}
	slices.SortFunc(out, func(a, b Country) int {
		if a.Code < b.Code {
			return -1
		}
		return 1
	})
	return out
}

// KnownRegion reports whether Parse can use a code as default country.
func KnownRegion(code string) bool { return phonenumbers.GetCountryCodeForRegion(code) != 0 }
