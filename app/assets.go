package app

import (
	"io/fs"
	"net/http"
	"testing/fstest"
)

// policy is what the page may do: nothing from outside, no inline script. The
// inline styles are those of the component library's positioning.
const policy = "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; frame-src 'none'; form-action 'none'; " +
	"img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; connect-src 'self'"

// harden puts the policy on every answer of the asset server.
func harden(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

const missingPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>MCE Platform</title>
<body style="font:16px/1.5 system-ui;margin:15vh auto;max-width:34em"><h1>No front end</h1>
<p>This program was built before its front end. Run <code>make build</code>.</p></body></html>`

// frontEnd is the built front end, or a page that says plainly that it is missing.
func frontEnd(dist fs.FS) fs.FS {
	if _, err := fs.Stat(dist, "index.html"); err == nil {
		return dist
	}
	return fstest.MapFS{"index.html": &fstest.MapFile{Data: []byte(missingPage)}}
}
