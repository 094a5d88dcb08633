package sheetsim

import (
	"regexp"
	"strconv"
	"strings"
)

// badRange is the error in Google's own words.
type badRange string

func (r badRange) Error() string { return "Unable to parse range: " + string(r) }

var cellRange = regexp.MustCompile(`^([A-Z]{0,3})(\d*)(?::([A-Z]{0,3})(\d*))?$`)

// parseRange reads the A1 notation of a tab or of a rectangle in one. Rows and columns count from
// 0; the ends are excluded, and -1 means open.
func parseRange(a1 string) (tab string, from, to [2]int, err error) {
	to = [2]int{-1, -1}
	tab, cells := a1, ""
	if strings.HasPrefix(a1, "'") {
		end := strings.LastIndex(a1, "'")
		if end == 0 {
			return "", from, to, badRange(a1)
		}
		tab, cells = strings.ReplaceAll(a1[1:end], "''", "'"), a1[end+1:]
	} else if at := strings.LastIndex(a1, "!"); at >= 0 {
		tab, cells = a1[:at], a1[at:]
	}
	if cells == "" {
		return tab, from, to, nil
	}
	m := cellRange.FindStringSubmatch(strings.TrimPrefix(cells, "!"))
	if m == nil || !strings.HasPrefix(cells, "!") {
		return "", from, to, badRange(a1)
	}
	from = [2]int{max(row(m[2]), 0), max(column(m[1]), 0)}
	to = [2]int{row(m[4]) + 1, column(m[3]) + 1}
	if !strings.Contains(cells, ":") {
		to = [2]int{from[0] + 1, from[1] + 1}
	}
	for i := range to {
		if to[i] == 0 {
			to[i] = -1
		}
	}
	return tab, from, to, nil
}

func row(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return n - 1
}

func column(letters string) int {
	n := 0
	for _, r := range letters {
		n = n*26 + int(r-'A') + 1
	}
	return n - 1
}
