package sheetsim

import (
	"compress/gzip"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Names of what Requests counts. Those of the two APIs are called as in their descriptions.
const (
	RequestToken       = "token"
	RequestRevoke      = "revoke"
	RequestAuthorize   = "authorize"
	RequestExport      = "export"
	RequestSpreadsheet = "spreadsheets.get"
	RequestValues      = "spreadsheets.values.get"
	RequestBatch       = "spreadsheets.values.batchGet"
	RequestUpdate      = "spreadsheets.values.update"
	RequestBatchUpdate = "spreadsheets.values.batchUpdate"
	RequestFile        = "files.get"
	RequestAbout       = "about.get"
)

// parameters are what the simulator understands, per method of the API.
var parameters = map[string][]string{
	RequestSpreadsheet: {"alt", "prettyPrint", "fields", "includeGridData"},
	RequestValues:      {"alt", "prettyPrint", "fields", "valueRenderOption", "dateTimeRenderOption", "majorDimension"},
	RequestBatch:       {"alt", "prettyPrint", "fields", "valueRenderOption", "dateTimeRenderOption", "majorDimension", "ranges"},
	RequestUpdate:      {"alt", "prettyPrint", "fields", "valueInputOption"},
	RequestBatchUpdate: {"alt", "prettyPrint", "fields"},
	RequestFile:        {"alt", "prettyPrint", "fields", "supportsAllDrives"},
	RequestAbout:       {"alt", "prettyPrint", "fields"},
}

// Parameters lists the query parameters that a method accepts.
func Parameters(name string) []string { return parameters[name] }

func writes(name string) bool { return name == RequestUpdate || name == RequestBatchUpdate }

// serveSheets serves what is below /v4/spreadsheets/. Google's paths have verbs behind colons,
// which patterns of http.ServeMux cannot express.
func (s *Server) serveSheets(w http.ResponseWriter, r *http.Request) {
	name, id, a1 := sheetsMethod(r.Method, r.PathValue("rest"))
	if name == "" {
		s.noMethod(w, r)
		return
	}
	s.count(name)
	if !s.knowsParameters(w, r, name) || s.refuse(w, r, writes(name)) || s.overQuota(w, r, writes(name)) {
		return
	}
	who, ok := s.authorised(w, r, name)
	if !ok {
		return
	}
	s.mu.Lock()
	sheet := s.sheets[id]
	s.mu.Unlock()
	role := s.roleOf(sheet, who)
	if sheet != nil {
		s.delay(r, sheet)
	}
	switch {
	case sheet == nil, role == NoRole && who.perFile():
		writeError(w, r, http.StatusNotFound, "NOT_FOUND", "Requested entity was not found.")
	case role == NoRole, writes(name) && role != Editor:
		writeError(w, r, http.StatusForbidden, "PERMISSION_DENIED", "The caller does not have permission")
	case writes(name):
		s.write(w, r, name, a1, sheet)
	default:
		s.answer(w, r, name, a1, sheet)
	}
}

// sheetsMethod splits a path into the API's method, the spreadsheet and the range.
func sheetsMethod(verb, rest string) (name, id, a1 string) {
	id, sub, found := strings.Cut(rest, "/")
	a1, isRange := strings.CutPrefix(sub, "values/")
	isRange = isRange && a1 != "" && !strings.Contains(a1, "/")
	switch {
	case verb == http.MethodGet && !found && !strings.Contains(id, ":"):
		return RequestSpreadsheet, id, ""
	case verb == http.MethodGet && sub == "values:batchGet":
		return RequestBatch, id, ""
	case verb == http.MethodPost && sub == "values:batchUpdate":
		return RequestBatchUpdate, id, ""
	case verb == http.MethodGet && isRange:
		return RequestValues, id, a1
	case verb == http.MethodPut && isRange:
		return RequestUpdate, id, a1
	}
	return "", "", ""
}

func (s *Server) knowsParameters(w http.ResponseWriter, r *http.Request, name string) bool {
	for parameter := range r.URL.Query() {
		if !slices.Contains(Parameters(name), parameter) {
			s.problem("%s: no such parameter: %s", name, parameter)
			writeError(w, r, http.StatusBadRequest, "INVALID_ARGUMENT", "Unknown name \""+parameter+"\".")
			return false
		}
	}
	return true
}

// refuse answers with the fault that is due, if any.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, write bool) bool {
	switch {
	case s.fails(Hang):
		s.hang(r)
	case s.fails(RateLimited):
		s.tooMany(w, r, write)
	case s.fails(Unavailable):
		writeError(w, r, http.StatusServiceUnavailable, "UNAVAILABLE", "The service is currently unavailable.")
	case s.fails(Broken):
		http.Error(w, "<html><title>Error 500 (Server Error)!!1</title></html>", http.StatusInternalServerError)
	case s.fails(OfficeFile):
		writeError(w, r, http.StatusBadRequest, "FAILED_PRECONDITION", "This operation is not supported for this document")
	case s.fails(APIDisabled):
		writeDisabled(w, r, "Google Sheets API", "sheets.googleapis.com")
	case write && s.fails(Protected):
		writeError(w, r, http.StatusBadRequest, "INVALID_ARGUMENT", "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.")
	default:
		return false
	}
	return true
}

func writeDisabled(w http.ResponseWriter, r *http.Request, api, service string) {
	writeError(w, r, http.StatusForbidden, "PERMISSION_DENIED", api+" has not been used in project 1234567890 before or it is disabled.",
		map[string]any{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED", "domain": "googleapis.com", "metadata": map[string]any{"service": service}})
}

// delay makes a slow document slow.
func (s *Server) delay(r *http.Request, d *Spreadsheet) {
	wait := d.latencyNow()
	if wait <= 0 {
		return
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	case <-s.closed:
	}
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, name, a1 string, sheet *Spreadsheet) {
	query := r.URL.Query()
	var full any
	ranges := []string{a1}
	switch name {
	case RequestSpreadsheet:
		full = sheet.describe(s.url)
	case RequestBatch:
		ranges = query["ranges"]
		fallthrough
	case RequestValues:
		values := make([]any, 0, len(ranges))
		for _, a1 := range ranges {
			v, err := sheet.values(a1, query.Get("valueRenderOption"), query.Get("dateTimeRenderOption"))
			if err != nil {
				writeError(w, r, http.StatusBadRequest, "INVALID_ARGUMENT", err.Error())
				return
			}
			values = append(values, v)
		}
		if full = any(map[string]any{"spreadsheetId": sheet.ID, "valueRanges": values}); name == RequestValues {
			full = values[0]
		}
	}
	if dimension := query.Get("majorDimension"); dimension != "" && dimension != "ROWS" {
		s.problem("%s: majorDimension %s is not simulated", name, dimension)
	}
	s.writeMasked(w, r, name, full)
}

// writeMasked answers with the fields that were asked for.
func (s *Server) writeMasked(w http.ResponseWriter, r *http.Request, name string, full any) {
	if fields := r.URL.Query().Get("fields"); fields != "" {
		mask, err := parseMask(fields)
		if err != nil {
			s.problem("%s: field mask %q: %v", name, fields, err)
			writeError(w, r, http.StatusBadRequest, "INVALID_ARGUMENT", "Request contains an invalid argument.")
			return
		}
		full = mask.apply(full)
	}
	writeJSON(w, r, http.StatusOK, full)
}

// writeJSON answers compressed where the client takes that, as Google does.
func writeJSON(w http.ResponseWriter, r *http.Request, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(v) // the client has gone
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(status)
	packed, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
	_ = json.NewEncoder(packed).Encode(v)
	_ = packed.Close()
}

func writeError(w http.ResponseWriter, r *http.Request, status int, name, message string, details ...map[string]any) {
	e := map[string]any{"code": status, "message": message, "status": name}
	if len(details) > 0 {
		e["details"] = details
	}
	writeJSON(w, r, status, map[string]any{"error": e})
}
