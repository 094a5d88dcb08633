package sheetsim

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// parameters are what the simulator understands, per method of the API.
var parameters = map[string][]string{
	RequestSpreadsheet: {"alt", "prettyPrint", "fields", "includeGridData"},
	RequestValues:      {"alt", "prettyPrint", "fields", "valueRenderOption", "dateTimeRenderOption", "majorDimension"},
	RequestBatch:       {"alt", "prettyPrint", "fields", "valueRenderOption", "dateTimeRenderOption", "majorDimension", "ranges"},
}

// Parameters lists the query parameters that a method accepts.
func Parameters(name string) []string { return parameters[name] }

func (s *Server) answer(w http.ResponseWriter, r *http.Request, name, a1 string, sheet *Spreadsheet) {
	query := r.URL.Query()
	var full any
	switch name {
	case RequestSpreadsheet:
		full = sheet.describe(s.url)
	case RequestValues:
		values, err := sheet.values(a1, query.Get("valueRenderOption"), query.Get("dateTimeRenderOption"))
		if err != nil {
			writeError(w, http.StatusBadRequest, "INVALID_ARGUMENT", err.Error())
			return
		}
		full = values
	case RequestBatch:
		ranges := make([]any, 0, len(query["ranges"]))
		for _, a1 := range query["ranges"] {
			values, err := sheet.values(a1, query.Get("valueRenderOption"), query.Get("dateTimeRenderOption"))
			if err != nil {
				writeError(w, http.StatusBadRequest, "INVALID_ARGUMENT", err.Error())
				return
			}
			ranges = append(ranges, values)
		}
		full = map[string]any{"spreadsheetId": sheet.ID, "valueRanges": ranges}
	}
	if dimension := query.Get("majorDimension"); dimension != "" && dimension != "ROWS" {
		s.problem("%s: majorDimension %s is not simulated", name, dimension)
	}
	if fields := query.Get("fields"); fields != "" {
		mask, err := parseMask(fields)
		if err != nil {
			s.problem("%s: field mask %q: %v", name, fields, err)
			writeError(w, http.StatusBadRequest, "INVALID_ARGUMENT", "Request contains an invalid argument.")
			return
		}
		full = mask.apply(full)
	}
	writeJSON(w, http.StatusOK, full)
}

// mask is a field mask as a tree; an empty one selects everything below it.
type mask map[string]mask

// parseMask reads "a.b,c(d,e.f),g/h".
func parseMask(text string) (mask, error) {
	m, rest, err := parseMaskList(text)
	if err == nil && rest != "" {
		err = fmt.Errorf("unexpected %q", rest)
	}
	return m, err
}

func parseMaskList(text string) (mask, string, error) {
	m := mask{}
	for {
		end := strings.IndexAny(text, ",()./")
		if end < 0 {
			end = len(text)
		}
		name := text[:end]
		if name == "" {
			return nil, text, fmt.Errorf("a name is missing before %q", text)
		}
		text = text[end:]
		below := mask{}
		var err error
		if text != "" && strings.ContainsRune("(./", rune(text[0])) {
			if below, text, err = parseBelow(text); err != nil {
				return nil, text, err
			}
		}
		if m[name] == nil {
			m[name] = mask{}
		}
		for key, value := range below {
			m[name][key] = value
		}
		if !strings.HasPrefix(text, ",") {
			return m, text, nil
		}
		text = text[1:]
	}
}

// parseBelow reads what follows a name: a list in brackets, or one path.
func parseBelow(text string) (mask, string, error) {
	if text[0] == '(' {
		m, rest, err := parseMaskList(text[1:])
		if err != nil {
			return nil, rest, err
		}
		if !strings.HasPrefix(rest, ")") {
			return nil, rest, errors.New("a bracket is not closed")
		}
		return m, rest[1:], nil
	}
	text = text[1:]
	end := strings.IndexAny(text, ",()./")
	if end < 0 {
		end = len(text)
	}
	if end == 0 {
		return nil, text, errors.New("a name is missing")
	}
	name, rest := text[:end], text[end:]
	below := mask{}
	if rest != "" && rest[0] != ',' && rest[0] != ')' {
		var err error
		if below, rest, err = parseBelow(rest); err != nil {
			return nil, rest, err
		}
	}
	return mask{name: below}, rest, nil
}

func (m mask) apply(v any) any {
	if len(m) == 0 {
		return v
	}
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, below := range m {
			if name == "*" {
				return v
			}
			if value, found := v[name]; found {
				out[name] = below.apply(value)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = m.apply(v[i])
		}
		return out
	}
	return v
}

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
