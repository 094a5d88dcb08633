package sheetsim

import (
	"errors"
	"fmt"
	"strings"
)

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
