package sheetsim

import "time"

// Role is what somebody may do with a document.
type Role int

// The roles.
const (
	NoRole Role = iota
	Viewer
	Editor
)

// Restrict lets only the given accounts read, and nobody write. Sharing by link ends too.
func (d *Spreadsheet) Restrict(emails ...string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.everybody, d.linkShared, d.roles = NoRole, false, make(map[string]Role)
	for _, email := range emails {
		d.roles[email] = Viewer
	}
}

// Share gives an account a role; what others may do stays.
func (d *Spreadsheet) Share(email string, role Role) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.roles[email] = role
}

// ShareWithAll lets every account read and write.
func (d *Spreadsheet) ShareWithAll() { d.ShareWithAllAs(Editor) }

// ShareWithAllAs gives every account a role.
func (d *Spreadsheet) ShareWithAllAs(role Role) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.everybody = role
}

// SetLinkShared lets everybody with the link read without sign-in, or ends that.
func (d *Spreadsheet) SetLinkShared(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.linkShared = on
}

// SetDownloadOff keeps viewers from downloading, printing and copying.
func (d *Spreadsheet) SetDownloadOff(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.downloadOff = on
}

// SetTrashed puts the document into the bin of Drive, where it can still be read.
func (d *Spreadsheet) SetTrashed(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.trashed = on
	d.touch()
}

// SetLatency makes every answer about the document wait.
func (d *Spreadsheet) SetLatency(wait time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.latency = wait
}

func (d *Spreadsheet) latencyNow() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.latency
}

// public reports whether it may be read, and downloaded, without sign-in.
func (d *Spreadsheet) public() (view, download bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.linkShared, d.linkShared && !d.downloadOff
}

func (d *Spreadsheet) roleOf(email string) Role {
	d.mu.Lock()
	defer d.mu.Unlock()
	role := max(d.everybody, d.roles[email])
	if d.linkShared {
		role = max(role, Viewer)
	}
	return role
}

// roleOf is what the holder of a token may do with a document. Under drive.file that is nothing
// before the document has been picked.
func (s *Server) roleOf(d *Spreadsheet, who grant) Role {
	if d == nil {
		return NoRole
	}
	if who.perFile() && !s.hasPicked(who, d.ID) {
		return NoRole
	}
	return d.roleOf(who.email)
}
