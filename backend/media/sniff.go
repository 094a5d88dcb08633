package media

import (
	"bytes"
	"path"
	"strings"
)

// hint is what the sender claims.
type hint struct{ mime, name string }

func (h hint) sound() bool { return strings.HasPrefix(h.mime, "audio/") }

func (h hint) csv() bool {
	return h.mime == "text/csv" || strings.EqualFold(path.Ext(h.name), ".csv")
}

// magic lists types that their first bytes tell. SVG is deliberately none of the images: it is a
// page with scripts.
var magic = []struct{ prefix, mime, ext string }{
	{"\xFF\xD8\xFF", "image/jpeg", ".jpg"},
	{"\x89PNG\r\n\x1A\n", "image/png", ".png"},
	{"GIF87a", "image/gif", ".gif"},
	{"GIF89a", "image/gif", ".gif"},
	{"%PDF-", "application/pdf", ".pdf"},
	{"fLaC", "audio/flac", ".flac"},
	{"#!AMR", "audio/amr", ".amr"},
	{"ID3", "audio/mpeg", ".mp3"},
	{"MZ", "application/x-msdownload", ".exe"},
	{"\x7FELF", "application/x-executable", ""},
	{"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut", ".lnk"},
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "application/x-ole-storage", ""}, // old Office, installers and more
	{"Rar!\x1A\x07", "application/vnd.rar", ".rar"},
	{"7z\xBC\xAF\x27\x1C", "application/x-7z-compressed", ".7z"},
	{"\x1F\x8B", "application/gzip", ".gz"},
	{"#!", "text/x-script", ""},
	{"BEGIN:VCARD", "text/vcard", ".vcf"},
	{"{\\rtf", "application/rtf", ".rtf"},
}

// sniff names the type of the content.
func sniff(src *source, h hint) (mime, ext string) {
	head := src.head
	switch {
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return "image/webp", ".webp"
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WAVE":
		return "audio/wav", ".wav"
	case bytes.HasPrefix(head, []byte("OggS")):
		return sniffOgg(head)
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		return sniffMovie(src, h)
	case bytes.HasPrefix(head, []byte("\x1A\x45\xDF\xA3")):
		return sniffMatroska(head, h)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return sniffZip(src, h)
	}
	for _, m := range magic {
		if bytes.HasPrefix(head, []byte(m.prefix)) {
			return m.mime, m.ext
		}
	}
	if len(head) > 2 && head[0] == 0xFF && head[1]&0xF6 == 0xF0 {
		return "audio/aac", ".aac" // ADTS: twelve set bits, then a layer of zero
	}
	if _, ok := mp3Start(src, 0); ok {
		return "audio/mpeg", ".mp3"
	}
	return sniffText(head, h)
}

func sniffOgg(head []byte) (mime, ext string) {
	first := head[:min(len(head), 512)]
	if bytes.Contains(first, []byte("theora")) || bytes.Contains(first, []byte("fishead")) {
		return "video/ogg", ".ogv"
	}
	return "audio/ogg", ".ogg"
}

// sniffMatroska reads the document type, which stands near the start in every file.
func sniffMatroska(head []byte, h hint) (mime, ext string) {
	switch {
	case !bytes.Contains(head[:min(len(head), 64)], []byte("webm")):
		return "video/x-matroska", ".mkv"
	case h.sound():
		return "audio/webm", ".webm"
	}
	return "video/webm", ".webm"
}

// sniffText takes for text what has no control characters; the encoding does not matter. Anything
// that a browser or a shell would run is no plain text.
func sniffText(head []byte, h hint) (mime, ext string) {
	text := bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))
	if bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("\xFE\xFF")) {
		text = bytes.ReplaceAll(head[2:], []byte{0}, nil) // UTF-16; good enough to see what it is
	}
	text = bytes.TrimLeft(text, " \t\r\n\f")
	if len(text) == 0 || bytes.ContainsFunc(text, func(r rune) bool {
		return r < ' ' && !strings.ContainsRune("\t\r\n\f", r) || r == 0x7F
	}) {
		return unknown, ""
	}
	lower := bytes.ToLower(text)
	switch {
	case text[0] == '<' && bytes.Contains(lower, []byte("<svg")):
		return "image/svg+xml", ".svg"
	case text[0] == '<' && (bytes.Contains(lower, []byte("<html")) || bytes.Contains(lower, []byte("<!doctype html")) || bytes.Contains(lower, []byte("<script"))):
		return "text/html", ".html"
	case text[0] == '<':
		return "text/xml", ".xml"
	case h.csv():
		return "text/csv", ".csv"
	}
	return "text/plain", ".txt"
}
