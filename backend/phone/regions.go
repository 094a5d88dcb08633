package phone

import (
	"slices"

	"github.com/nyaruka/phonenumbers"
)

// KnownRegion reports whether Parse can use an ISO 3166 code as default country.
func KnownRegion(code string) bool { return phonenumbers.GetCountryCodeForRegion(code) != 0 }

// Zones returns the IANA names of the time zones that a number may lie in; none
// when it does not tell.
func (n Number) Zones() []string {
	list, err := phonenumbers.GetTimezonesForPrefix(n.digits)
	if err != nil || n.digits == "" || slices.Contains(list, phonenumbers.UNKNOWN_TIMEZONE) {
		return nil
	}
	return list
}
