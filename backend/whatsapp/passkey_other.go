//go:build !windows

package whatsapp

// systemAuthenticator: there is none that a program without the right to speak
// for whatsapp.com can use on this system; the person's browser can.
func systemAuthenticator() Authenticator { return nil }
