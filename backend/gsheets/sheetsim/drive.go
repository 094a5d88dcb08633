package sheetsim

import "net/http"

// serveFile answers files.get of the Drive API.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	who, ok := s.admitDrive(w, r, RequestFile)
	if !ok {
		return
	}
	id := r.PathValue("id")
	s.mu.Lock()
	sheet := s.sheets[id]
	s.mu.Unlock()
	if sheet == nil || s.roleOf(sheet, who) == NoRole {
		// Drive hides what somebody may not see.
		writeDriveError(w, r, http.StatusNotFound, "notFound", "File not found: "+id+".")
		return
	}
	s.delay(r, sheet)
	s.writeMasked(w, r, RequestFile, sheet.file())
}

// serveAbout answers about.get of the Drive API.
func (s *Server) serveAbout(w http.ResponseWriter, r *http.Request) {
	who, ok := s.admitDrive(w, r, RequestAbout)
	if !ok {
		return
	}
	if r.URL.Query().Get("fields") == "" {
		// Its description: this method needs the parameter.
		s.problem("%s without fields", RequestAbout)
		writeDriveError(w, r, http.StatusBadRequest, "required", "The 'fields' parameter is required for this method.")
		return
	}
	s.writeMasked(w, r, RequestAbout, map[string]any{
		"kind": "drive#about", "user": map[string]any{"kind": "drive#user", "emailAddress": who.email, "displayName": who.email, "me": true},
	})
}

func (s *Server) admitDrive(w http.ResponseWriter, r *http.Request, name string) (grant, bool) {
	s.count(name)
	switch {
	case !s.knowsParameters(w, r, name):
		return grant{}, false
	case s.fails(DriveDown):
		writeDriveError(w, r, http.StatusServiceUnavailable, "backendError", "Backend Error")
		return grant{}, false
	case s.fails(DriveDisabled):
		writeDriveError(w, r, http.StatusForbidden, "accessNotConfigured", "Google Drive API has not been used in project 1234567890 before or it is disabled.")
		return grant{}, false
	}
	return s.authorised(w, r, name)
}

// writeDriveError answers in the older form that the Drive API has kept.
func writeDriveError(w http.ResponseWriter, r *http.Request, status int, reason, message string) {
	writeJSON(w, r, status, map[string]any{"error": map[string]any{
		"code": status, "message": message, "errors": []any{map[string]any{"message": message, "domain": "global", "reason": reason}},
	}})
}
