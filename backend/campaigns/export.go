package campaigns

import (
	"context"
	"encoding/csv"
	"io"
	"strings"
	"time"

	"mceplatform/backend/fault"
)

// ExportWords are what an exported table says in the language of the window.
type ExportWords struct {
	Columns []string          `json:"columns"` // name, number, result, why, when
	Values  map[string]string `json:"values"`  // by state of a recipient and by reason
}

const exportColumns = 5

// Export writes the people of a campaign as CSV that spreadsheets open: UTF-8
// with a mark, CRLF. What people have written cannot become a formula.
func (s *Service) Export(ctx context.Context, id int64, words ExportWords, to io.Writer) error {
	if len(words.Columns) != exportColumns {
		return fault.New(fault.Invalid, "The table needs %d column names.", exportColumns).With("field", "columns")
	}
	if _, err := io.WriteString(to, "\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(to)
	w.UseCRLF = true
	if err := w.Write(words.Columns); err != nil {
		return err
	}
	say := func(value string) string {
		if word, ok := words.Values[value]; ok {
			return word
		}
		return value
	}
	for q := (RecipientQuery{Limit: 200}); ; {
		page, err := s.Recipients(ctx, id, q)
		if err != nil {
			return err
		}
		for _, r := range page.Items {
			when := ""
			if r.State != RecipientPending {
				when = r.UpdatedAt.Time().In(s.Clock.Location()).Format(time.DateTime)
			}
			if err := w.Write([]string{harmless(r.Name), r.PhoneDisplay, say(string(r.State)), harmless(say(r.Reason)), when}); err != nil {
				return err
			}
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			break
		}
	}
	w.Flush()
	return w.Error()
}

// harmless keeps a cell from being read as a formula (OWASP, CSV injection).
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
