// Package intake is what file import and sheets share: which column means what, and how a row
// becomes a lead. It is pure: no storage, no network.
package intake

import (
	"log/slog"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"mceplatform/backend/leads"
	"mceplatform/backend/phone"
	"mceplatform/backend/tabular"
)

// Field is what a column means.
type Field string

// The fields. Several columns may have the same one: the first usable phone and e-mail count,
// tags add up, and names, notes are joined.
const (
	Ignore    Field = ""
	Name      Field = "name"
	FirstName Field = "first_name"
	LastName  Field = "last_name"
	Phone     Field = "phone"
	Email     Field = "email"
	Company   Field = "company"
	Owner     Field = "owner"
	Tags      Field = "tags"
	Note      Field = "note"
	Stage     Field = "stage"
	Custom    Field = "custom" // kept under the column's title
)

// Fields lists every field, for a drop-down and for validation.
func Fields() []Field {
	return []Field{Ignore, Name, FirstName, LastName, Phone, Email, Company, Owner, Tags, Note, Stage, Custom}
}

// Mapping says what each column means, by its position.
type Mapping []Field

// Has reports whether some column means f.
func (m Mapping) Has(f Field) bool { return m.First(f) >= 0 }

// First is the position of the first column that means f, or -1.
func (m Mapping) First(f Field) int {
	for i, field := range m {
		if field == f {
			return i
		}
	}
	return -1
}

// Draft is a lead as a row describes it. Only the phone is certain to be there.
type Draft struct {
	Row     int // as the spreadsheet shows it
	Name    string
	Phone   phone.Number
	Email   string
	Company string
	Owner   string
	Tags    []string
	Note    string
	Stage   string            // a stage's name; unknown ones are ignored
	Custom  map[string]string // column title -> text
}

// LogValue keeps people out of the log.
func (d Draft) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("row", d.Row), slog.Any("phone", d.Phone))
}

// Problem says why a row cannot become a lead.
type Problem struct {
	Reason phone.Reason
	Column int    // position of the column at fault, -1 when there is none
	Value  string // what the cell holds, cut to a length fit for a table
}

// CellError is the reason when the cell that counts shows an error of the spreadsheet.
const CellError phone.Reason = "cell_error"

var errorCell = regexp.MustCompile(`^#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|ERROR!|SPILL!|CALC!)$|^Loading\.\.\.$`)

// IsErrorCell reports whether a cell shows an error of Google Sheets or Excel, or a formula that is
// still being worked out, in place of a value.
func IsErrorCell(cell string) bool { return errorCell.MatchString(strings.TrimSpace(cell)) }

// ReadOptions are what reading a row depends on beside the row.
type ReadOptions struct {
	Region string   // default country of numbers without country code
	Header []string // titles, for Custom
}

// Read makes a lead of a row, or says why it cannot. Text that a spreadsheet would run as a
// formula is text like any other here; exports neutralise it.
func Read(row []string, mapping Mapping, opts ReadOptions) (Draft, *Problem) {
	number, problem := readPhone(row, mapping, opts.Region)
	if problem != nil {
		return Draft{}, problem
	}
	draft := Draft{Phone: number}
	var first, last string
	for i, field := range mapping {
		if i >= len(row) || field == Ignore || field == Phone {
			continue
		}
		cell := strings.TrimSpace(tabular.Original(row[i]))
		if cell == "" || IsErrorCell(cell) { // a look-up that found nothing says nothing
			continue
		}
		switch field {
		case FirstName:
			first = join(first, leads.CleanName(cell), " ")
		case LastName:
			last = join(last, leads.CleanName(cell), " ")
		default:
			draft.set(field, cell, i, opts.Header)
		}
	}
	if draft.Name == "" {
		draft.Name = leads.CleanName(join(first, last, " "))
	}
	if strings.ContainsFunc(draft.Name, unicode.IsDigit) {
		if _, err := phone.Parse(draft.Name, opts.Region); err == nil {
			draft.Name = "" // a number in the name column names nobody
		}
	}
	return draft, nil
}

func (d *Draft) set(field Field, cell string, column int, header []string) {
	switch field {
	case Name:
		d.Name = leads.CleanName(join(d.Name, cell, " "))
	case Email:
		if d.Email == "" && looksLikeEmail(cell) {
			d.Email = strings.ToLower(cell)
		}
	case Company:
		d.Company = leads.CleanName(join(d.Company, cell, ", "))
	case Owner:
		d.Owner = leads.CleanName(join(d.Owner, cell, ", "))
	case Tags:
		d.Tags = append(d.Tags, splitTags(cell)...)
	case Note:
		d.Note = cut(join(d.Note, cleanText(cell), "\n"), maxNote)
	case Stage:
		d.Stage = leads.CleanName(cell)
	case Custom:
		if column < len(header) && header[column] != "" {
			if d.Custom == nil {
				d.Custom = make(map[string]string)
			}
			d.Custom[leads.CleanName(header[column])] = cut(cleanText(cell), maxCustom)
		}
	}
}

const (
	maxNote    = 5000
	maxCustom  = 1000
	maxEmail   = 254
	maxValue   = 80
	maxRowTags = 30
)

// readPhone takes the first phone column that holds a number. Without any, the first one that
// holds something is to blame.
func readPhone(row []string, mapping Mapping, region string) (phone.Number, *Problem) {
	var problem *Problem
	for i, field := range mapping {
		if field != Phone || i >= len(row) {
			continue
		}
		number, err := phone.Parse(row[i], region)
		if err == nil {
			return number, nil
		}
		reason := phone.ReasonOf(err)
		if IsErrorCell(row[i]) {
			reason = CellError
		}
		if problem == nil || problem.Reason == phone.Missing {
			problem = &Problem{Reason: reason, Column: i, Value: cut(leads.CleanName(row[i]), maxValue)}
		}
	}
	if problem == nil {
		problem = &Problem{Reason: phone.Missing, Column: mapping.First(Phone)}
	}
	return phone.Number{}, problem
}

func splitTags(cell string) []string {
	var out []string
	for part := range strings.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune(",;|\n", r) }) {
		if tag, err := leads.CleanTag(part); err == nil && len(out) < maxRowTags {
			out = append(out, tag)
		}
	}
	return out
}

// looksLikeEmail is deliberately loose: the address is only shown and searched, never written to.
func looksLikeEmail(s string) bool {
	user, host, found := strings.Cut(s, "@")
	return found && user != "" && len(s) <= maxEmail && strings.Contains(strings.Trim(host, "."), ".") && !strings.ContainsAny(s, " \t\r\n,;<>\"")
}

// cleanText keeps line breaks, unlike CleanName.
func cleanText(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = cleanLine(line)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

func join(a, b, separator string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + separator + b
}

func cut(s string, limit int) string {
	if len(s) <= limit || utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit])
}
