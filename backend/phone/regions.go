package phone

import "github.com/nyaruka/phonenumbers"

// KnownRegion reports whether Parse can use an ISO 3166 code as default country.
func KnownRegion(code string) bool { return phonenumbers.GetCountryCodeForRegion(code) != 0 }
