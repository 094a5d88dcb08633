package media

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxNameRunes = 120
	maxNameBytes = 240 // Linux takes 255 bytes; the rest is for what SaveName adds
	maxExtRunes  = 12
)

// CleanName makes a name that a stranger sent safe to show and to save under on any system, or ""
// when nothing is left of it. It removes what is invisible or turns the writing direction around
// ("invoice\u202Efdp.exe" reads as "invoiceexe.pdf"), replaces what means something to a file
// system, and shortens to 120 characters without losing the extension.
func CleanName(name string) string {
	name = strings.Map(cleanRune, strings.ToValidUTF8(name, ""))
	// Long gaps push the extension out of sight.
	name = trimName(strings.Join(strings.Fields(name), " "))
	if reservedName(name) {
		name = "_" + name
	}
	return shorten(name)
}

func cleanRune(r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return ' '
	case unicode.IsControl(r), r >= 0x200B && r <= 0x200F, r >= 0x2028 && r <= 0x202E,
		r >= 0x2060 && r <= 0x206F, r == 0x061C, r == 0xFEFF, r >= 0xFFF9 && r <= 0xFFFB:
		return -1
	case strings.ContainsRune(`/\:*?"<>|`, r): // ':' names a stream of a file on Windows
		return '_'
	}
	return r
}

// trimName takes away dots and spaces at both ends: Windows ignores them at the end, and a leading
// dot hides a file.
func trimName(name string) string {
	return strings.TrimFunc(name, func(r rune) bool { return r == '.' || unicode.IsSpace(r) })
}

// reservedName reports names that are devices on Windows, whatever follows the first dot.
func reservedName(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	base = strings.ToUpper(strings.TrimSpace(base))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	digit, port := strings.CutPrefix(base, "COM")
	if !port {
		digit, port = strings.CutPrefix(base, "LPT")
	}
	r, size := utf8.DecodeRuneInString(digit)
	return port && size == len(digit) && strings.ContainsRune("0123456789¹²³", r)
}

// shorten cuts the middle out of a long name: its end says what it is.
func shorten(name string) string {
	if utf8.RuneCountInString(name) <= maxNameRunes && len(name) <= maxNameBytes {
		return name
	}
	ext := path.Ext(name)
	if utf8.RuneCountInString(ext) > maxExtRunes {
		ext = ""
	}
	stem := []rune(strings.TrimSuffix(name, ext))
	stem = stem[:min(len(stem), maxNameRunes-utf8.RuneCountInString(ext))]
	for len(string(stem))+len(ext) > maxNameBytes {
		stem = stem[:len(stem)-1]
	}
	return strings.TrimRightFunc(string(stem), func(r rune) bool { return r == '.' || unicode.IsSpace(r) }) + ext
}

// sameExt lists other extensions that say the same as the one Inspect gives.
var sameExt = map[string][]string{
	".jpg": {".jpeg", ".jpe", ".jfif"}, ".ogg": {".oga", ".opus"}, ".mp4": {".m4v"}, ".3gp": {".3gpp"}, ".html": {".htm"},
	".m4a": {".m4b"}, ".exe": {".dll", ".scr", ".com"},
}

// SaveName is CleanName with the extension of the content, as Inspect gives it, in lower case and
// with its dot: what a double click would open is then what was looked at. An empty ext leaves the
// name alone. Without a name it is "file".
func SaveName(name, ext string) string {
	name = CleanName(name)
	if name == "" {
		name = "file"
	}
	has := strings.ToLower(path.Ext(name))
	if ext == "" || has == ext || slices.Contains(sameExt[ext], has) {
		return name
	}
	return name + ext
}

// Shown reports whether the window itself may show a file of this type. Everything else is offered
// for saving only: the page must never run what a stranger sent.
func Shown(mime string) bool {
	switch plain(mime) {
	case "image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4", "video/webm", "video/3gpp",
		"audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr", "audio/wav", "audio/webm", "audio/3gpp", "audio/flac":
		return true
	}
	return false
}

// Openable reports whether a file of this type may be handed to the system's own program. The list
// holds nothing that runs, also not inside an office document.
func Openable(mime string) bool {
	switch plain(mime) {
	case "application/pdf", "image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4",
		"audio/mpeg", "audio/ogg", "audio/mp4", "text/plain", "text/csv", mimeDocx, mimeXlsx, mimePptx:
		return true
	}
	return false
}

// plain is a type without its parameters: "audio/ogg; codecs=opus" is "audio/ogg".
func plain(mime string) string {
	mime, _, _ = strings.Cut(mime, ";")
	return strings.ToLower(strings.TrimSpace(mime))
}
