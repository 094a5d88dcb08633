package sheetsim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

const maxBody = 10 << 20

// valueRange is what the API writes in one place.
type valueRange struct {
	Range          string  `json:"range"`
	MajorDimension string  `json:"majorDimension"`
	Values         [][]any `json:"values"`
}

// batch is the body of values.batchUpdate.
type batch struct {
	ValueInputOption string       `json:"valueInputOption"`
	Data             []valueRange `json:"data"`
}

// write answers values.update and values.batchUpdate: everything is written, or nothing.
func (s *Server) write(w http.ResponseWriter, r *http.Request, name, a1 string, sheet *Spreadsheet) {
	var order batch
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	var err error
	if name == RequestBatchUpdate {
		err = decoder.Decode(&order)
	} else {
		order.ValueInputOption, order.Data = r.URL.Query().Get("valueInputOption"), make([]valueRange, 1)
		if err = decoder.Decode(&order.Data[0]); err == nil && order.Data[0].Range == "" {
			order.Data[0].Range = a1
		}
	}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF): // the client was killed in the middle
		panic(http.ErrAbortHandler)
	case err != nil:
		s.problem("%s: %v", name, err)
		writeError(w, r, http.StatusBadRequest, "INVALID_ARGUMENT", "Invalid JSON payload received. "+err.Error())
		return
	case order.ValueInputOption != "RAW" && order.ValueInputOption != "USER_ENTERED":
		s.problem("%s: valueInputOption %q", name, order.ValueInputOption)
		writeError(w, r, http.StatusBadRequest, "INVALID_ARGUMENT", "'valueInputOption' is required but not specified")
		return
	}
	for _, data := range order.Data {
		if data.MajorDimension != "" && data.MajorDimension != "ROWS" {
			s.problem("%s: majorDimension %s is not simulated", name, data.MajorDimension)
		}
	}
	answers, err := sheet.put(order)
	if err != nil {
		writeError(w, r, http.StatusBadRequest, "INVALID_ARGUMENT", err.Error())
		return
	}
	full := any(answers[0])
	if name == RequestBatchUpdate {
		cells := 0
		responses := make([]any, len(answers))
		for i, answer := range answers {
			cells += answer["updatedCells"].(int)
			responses[i] = answer
		}
		full = map[string]any{"spreadsheetId": sheet.ID, "totalUpdatedCells": cells, "responses": responses}
	}
	s.writeMasked(w, r, name, full)
}

// put writes all or nothing.
func (d *Spreadsheet) put(order batch) ([]map[string]any, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	type target struct {
		tab  *Tab
		from [2]int
	}
	targets := make([]target, len(order.Data))
	for i, data := range order.Data {
		title, from, to, err := parseRange(data.Range)
		if err != nil {
			return nil, err
		}
		tab := d.tabCalled(title)
		if tab == nil {
			return nil, badRange(data.Range)
		}
		if err := tab.fits(data, from, to); err != nil {
			return nil, err
		}
		targets[i] = target{tab, from}
	}
	answers := make([]map[string]any, len(order.Data))
	for i, data := range order.Data {
		cells := 0
		tab, from := targets[i].tab, targets[i].from
		for row, values := range data.Values {
			for column, value := range values {
				if value == nil {
					continue // the description: null values are skipped
				}
				tab.rows = put(tab.rows, from[0]+row, from[1]+column, entered(value, order.ValueInputOption))
				cells++
			}
		}
		answers[i] = map[string]any{"spreadsheetId": d.ID, "updatedRange": data.Range, "updatedRows": len(data.Values), "updatedCells": cells}
	}
	d.touch()
	return answers, nil
}

// fits refuses values outside their range, and a range outside the grid, in Google's own words.
func (t *Tab) fits(data valueRange, from, to [2]int) error {
	height, width := t.size()
	if from[0] >= height || from[1] >= width || to[0] > height || to[1] > width {
		return fmt.Errorf("Range (%s) exceeds grid limits. Max rows: %d, max columns: %d", data.Range, height, width) //nolint:staticcheck // Google's words
	}
	for row, values := range data.Values {
		if to[0] >= 0 && from[0]+row >= to[0] || to[1] >= 0 && from[1]+len(values) > to[1] {
			return fmt.Errorf("Requested writing within range [%s], but tried writing outside of it", data.Range) //nolint:staticcheck // Google's words
		}
	}
	return nil
}

// entered is what a value becomes in a cell.
func entered(value any, option string) any {
	text, isText := value.(string)
	if !isText || option == "RAW" {
		return value
	}
	trimmed := strings.TrimSpace(text)
	number, err := strconv.ParseFloat(trimmed, 64)
	switch {
	case err == nil:
		return number
	case strings.EqualFold(trimmed, "true"), strings.EqualFold(trimmed, "false"):
		return strings.EqualFold(trimmed, "true")
	case strings.HasPrefix(text, "'"):
		return text[1:]
	case strings.HasPrefix(trimmed, "="):
		return Formula{Text: trimmed, Result: Error("#ERROR!")} // nothing is calculated here
	}
	return text
}
