package sheetsim

import (
	"fmt"
	"strconv"
)

// Number is a cell that holds a number with a format of its own.
type Number struct {
	Value float64
	Shown string
}

// Date is a cell that holds a date: a serial number that shows as text, by the locale.
type Date struct {
	Serial float64
	Shown  string
}

// Formula is a cell with a formula and what has come out of it, which is any other kind of cell.
type Formula struct {
	Text   string // "=A1&B1"
	Result any
}

// Error is the result of a formula that failed: "#REF!", "#N/A".
type Error string

func rendered(row []any, from, to int, valueOption, dateOption string) []any {
	last := len(row)
	if to >= 0 {
		last = min(last, to)
	}
	cells := make([]any, 0, len(row))
	filled := 0
	for i := from; i < last; i++ {
		value := render(row[i], valueOption, dateOption)
		if cells = append(cells, value); value != "" {
			filled = len(cells)
		}
	}
	return cells[:filled]
}

// render writes a cell as the API does under its two options.
func render(cell any, valueOption, dateOption string) any {
	raw := valueOption == "UNFORMATTED_VALUE"
	switch v := cell.(type) {
	case nil:
		return ""
	case int:
		return render(float64(v), valueOption, dateOption)
	case float64:
		if raw {
			return v
		}
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		if raw {
			return v
		}
		return map[bool]string{true: "TRUE", false: "FALSE"}[v]
	case Number:
		if raw {
			return v.Value
		}
		return v.Shown
	case Date:
		if raw && dateOption != "FORMATTED_STRING" {
			return v.Serial
		}
		return v.Shown
	case Formula:
		return render(v.Result, valueOption, dateOption)
	}
	return fmt.Sprint(cell)
}
