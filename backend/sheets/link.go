package sheets

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"mceplatform/backend/fault"
)

var (
	idPattern   = regexp.MustCompile(`^[A-Za-z0-9_-]{20,100}$`)
	pathPattern = regexp.MustCompile(`^/(?:a/[^/]+/)?spreadsheets/(?:u/\d+/)?d/([^/]+)(?:/|$)`)
)

// maxLink is longer than any link Google makes.
const maxLink = 2000

// ParseLink takes the spreadsheet's id, and the tab where the link names one, out of a link or a
// bare id. Only the id is ever used: a link is never fetched.
func ParseLink(link string) (id string, gid *int64, err error) {
	link = strings.TrimSpace(link)
	if idPattern.MatchString(link) {
		return link, nil, nil
	}
	bad := fault.New(fault.Invalid, "This is not a link to a Google Sheet. Open the sheet in your browser and copy the address from there.").With("reason", ReasonBadLink)
	if len(link) > maxLink {
		return "", nil, bad
	}
	if !strings.Contains(link, "://") {
		link = "https://" + link
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || !strings.EqualFold(u.Hostname(), "docs.google.com") {
		return "", nil, bad
	}
	m := pathPattern.FindStringSubmatch(u.Path)
	if m == nil || !idPattern.MatchString(m[1]) {
		if strings.Contains(u.Path, "/d/e/") {
			bad.Message = "This is the link of a published copy. Copy the address of the sheet itself, as it stands in the browser while you edit it."
		}
		return "", nil, bad
	}
	return m[1], gidOf(u), nil
}

func gidOf(u *url.URL) *int64 {
	for _, source := range []string{u.Fragment, u.RawQuery} {
		values, err := url.ParseQuery(source)
		if err != nil {
			continue
		}
		if gid, err := strconv.ParseInt(values.Get("gid"), 10, 64); err == nil && gid >= 0 {
			return &gid
		}
	}
	return nil
}
