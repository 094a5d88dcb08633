package phone

import (
	"slices"

	"github.com/nyaruka/phonenumbers"
)

// KnownRegion reports whether Parse can use an ISO 3166 code as default country.
func KnownRegion(code string) bool { return phonenumbers.GetCountryCodeForRegion(code) != 0 }

// corrected are the zones of countries for which libphonenumber names one of
// another country whose clocks differ, by calling code.
var corrected = map[string]string{
	"211": "Africa/Juba",
	"212": "Africa/Casablanca", // of Western Sahara too, whose clocks are the same
	"213": "Africa/Algiers",
	"218": "Africa/Tripoli",
	"505": "America/Managua",
}

const callingCode = 3 // digits of those above

// ZonesOf is Zones of a stored number, by its digits. It is fast enough for a
// hundred thousand of them.
func ZonesOf(digits string) []string { return Number{digits}.Zones() }

// Zones returns the IANA names of the time zones that a number may lie in; none
// when it does not tell.
func (n Number) Zones() []string {
	if len(n.digits) > callingCode {
		if zone, ok := corrected[n.digits[:callingCode]]; ok {
			return []string{zone}
		}
	}
	list, err := phonenumbers.GetTimezonesForPrefix(n.digits)
	if err != nil || n.digits == "" || slices.Contains(list, phonenumbers.UNKNOWN_TIMEZONE) {
		return nil
	}
	return list
}
