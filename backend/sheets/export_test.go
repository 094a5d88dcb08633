package sheets

import "time"

// Opens is Hours.opens.
func Opens(h Hours, now time.Time) time.Time { return h.opens(now) }
