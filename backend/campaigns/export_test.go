package campaigns

import "testing"

func TestCellsCannotBecomeFormulas(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "Ana": "Ana", "=1+1": "'=1+1", "+44": "'+44", "-2": "'-2", "@SUM(A1)": "'@SUM(A1)", "\tx": "'\tx", "a=b": "a=b", "Zoë": "Zoë",
	} {
		if got := harmless(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
