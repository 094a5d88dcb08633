package campaigns

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"mceplatform/backend/chats"
	"mceplatform/backend/fault"
	"mceplatform/backend/leads"
	"mceplatform/backend/templates"
)

// Step is one message of a campaign. A campaign has one or several, each some
// time after the one before.
type Step struct {
	Variants     []Variant    `json:"variants"`     // one, or several to compare: each person gets the same one in every step
	DelayMinutes int          `json:"delayMinutes"` // after the step before has gone out; 0 in the first
	Hours        *chats.Hours `json:"hours"`        // working hours of this step; nil = those of the account
}

// Variant is one wording of a step.
type Variant struct {
	Body       string            `json:"body"`
	Attachment *chats.Attachment `json:"attachment"`
}

// StopOn says what ends a campaign for a person between two steps.
type StopOn struct {
	Reply  bool     `json:"reply"`
	Tags   []string `json:"tags"`   // any of them
	Stages []int64  `json:"stages"` // any of them
}

// Whole returns the same with lists that are not nil.
func (o StopOn) Whole() StopOn {
	o.Tags, o.Stages = append([]string{}, o.Tags...), orEmpty(o.Stages)
	return o
}

// reached says why a campaign has ended for somebody; "" = it has not.
func (o StopOn) reached(l leads.Lead) string {
	carries := func(tag string) bool {
		return slices.ContainsFunc(l.Tags, func(t string) bool { return strings.EqualFold(t, tag) })
	}
	switch {
	case slices.ContainsFunc(o.Tags, carries):
		return ReasonTag
	case slices.Contains(o.Stages, l.StageID):
		return ReasonStage
	}
	return ""
}

// Limits of a campaign's message.
const (
	maxSteps    = 8
	maxVariants = 4
	maxDelay    = 90 * 24 * 60 // minutes
)

// Say is a campaign of one message.
func Say(body string) []Step { return []Step{{Variants: []Variant{{Body: body}}}} }

// variant is the wording of a step that a person gets.
func (s Step) variant(n int) Variant { return s.Variants[n%len(s.Variants)] }

// plan is the campaign's plan at the hours of this step.
func (s Step) plan(p chats.Plan) chats.Plan {
	if s.Hours != nil {
		p.Rules.Work = *s.Hours
	}
	return p
}

// variants is how many groups the audience is divided into.
func variants(steps []Step) int {
	most := 1
	for _, s := range steps {
		most = max(most, len(s.Variants))
	}
	return most
}

// checkSteps refuses messages that could not be sent. A draft may have empty
// ones.
func (s *Service) checkSteps(ctx context.Context, steps []Step, draft bool) error {
	custom, err := s.Templates.Variables(ctx)
	if err != nil {
		return err
	}
	if len(steps) > maxSteps {
		return fault.New(fault.Invalid, "A campaign has at most %d messages.", maxSteps).With("field", "steps")
	}
	if len(steps) == 0 && !draft {
		return fault.New(fault.Invalid, "Write the message first.").With("field", "body")
	}
	for i, step := range steps {
		if len(step.Variants) == 0 || len(step.Variants) > maxVariants {
			return fault.New(fault.Invalid, "A message has one to %d variants.", maxVariants).With("field", "steps")
		}
		if step.DelayMinutes < 0 || step.DelayMinutes > maxDelay || (i > 0 && step.DelayMinutes == 0) {
			return fault.New(fault.Invalid, "The next message comes between a minute and 90 days after the one before.").With("field", "delay")
		}
		if step.Hours != nil {
			if err := step.Hours.Check(); err != nil {
				return err
			}
		}
		for _, v := range step.Variants {
			if draft && strings.TrimSpace(v.Body) == "" {
				continue
			}
			if err := templates.Check(v.Body, v.Attachment, custom); err != nil {
				return err
			}
		}
	}
	return nil
}

// fingerprint names a message, to know whether it is the one that was tested.
func fingerprint(steps []Step) string {
	raw, err := json.Marshal(steps)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// render fills a wording in that was checked before, for a lead and what the
// user's own columns say of it.
func render(v Variant, l leads.Lead, custom map[string]string) (chats.Text, []string, error) {
	t, err := templates.ParseChecked(v.Body)
	if err != nil {
		return "", nil, err
	}
	if t.Uses("phone") { // to write it as people do takes as long as several statements
		l.PhoneDisplay = shownNumber(l)
	}
	text, missing := t.Render(l, custom)
	if len(missing) > 0 || (v.Attachment != nil && strings.TrimSpace(text) == "") {
		return "", missing, nil
	}
	clean, err := chats.CleanText(text)
	return clean, nil, err
}
