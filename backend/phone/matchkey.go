package phone

// Lengths of whole numbers, country code included.
const (
	brazilOld      = 12 // 55 + area + 8 digits; today 9 + 8 digits
	mexicoWithOne  = 13 // 52 + 1 + 10 digits; today without the 1
	argentinaWith9 = 13 // 54 + 9 + 10 digits from abroad; 54 + 10 otherwise
)

// MatchKey folds the spellings under which one and the same phone may appear, so that two of them
// meet: the Brazilian ninth digit, the Mexican 1 and the Argentine 9. Compare people by it; never
// send to it.
//
// Brazil is folded towards the long form, and only where the eight digits begin like a mobile
// (6-9): cutting the ninth digit off instead would make a new mobile 9 4123-4567 collide with
// somebody else's landline 4123-4567.
func (n Number) MatchKey() string {
	d := n.digits
	switch {
	case len(d) == brazilOld && d[:2] == "55" && d[4] >= '6':
		return d[:4] + "9" + d[4:]
	case len(d) == mexicoWithOne && d[:3] == "521":
		return d[:2] + d[3:]
	case len(d) == argentinaWith9 && d[:3] == "549":
		return d[:2] + d[3:]
	}
	return d
}
