package campaigns

// What tests of the outside look at.
var (
	CompareTallies = compare
	Wilson         = wilson
	PValue         = pValue
	Moment         = moment
)
