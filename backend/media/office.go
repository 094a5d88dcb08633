package media

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"strings"
)

// The office formats that hold no programs.
const (
	mimeDocx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	mimeXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	mimePptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
)

const (
	// zipReadLimit bounds what is read of a zip: a list of contents of millions of entries would
	// otherwise be held in memory.
	zipReadLimit = 6 << 20
	// inflateLimit bounds what is unpacked: a small zip can unpack to gigabytes.
	inflateLimit = 1 << 20
)

var office = []struct{ folder, kind, mime, ext string }{
	{"word/", "wordprocessingml.document.main+xml", mimeDocx, ".docx"},
	{"xl/", "spreadsheetml.sheet.main+xml", mimeXlsx, ".xlsx"},
	{"ppt/", "presentationml.presentation.main+xml", mimePptx, ".pptx"},
}

// sniffZip tells office documents from other archives by ECMA-376: the part [Content_Types].xml
// names the main part. A document with macros is just an archive here, so that nothing opens it.
func sniffZip(src *source, h hint) (mime, ext string) {
	const archive, archiveExt = "application/zip", ".zip"
	list, err := zip.NewReader(&limited{src, zipReadLimit}, src.size)
	if err != nil {
		return archive, archiveExt
	}
	var types *zip.File
	folders := map[string]bool{}
	for _, f := range list.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		base := path.Base(name)
		if base == "vbaproject.bin" || strings.HasPrefix(name, "xl/macrosheets/") || name == "androidmanifest.xml" || name == "meta-inf/manifest.mf" {
			return archive, archiveExt
		}
		if name == "[content_types].xml" && types == nil {
			types = f
		}
		if first, _, ok := strings.Cut(name, "/"); ok {
			folders[first+"/"] = true
		}
	}
	declared := readPart(types)
	if declared == "" || strings.Contains(declared, "macroenabled") || strings.Contains(declared, "vbaproject") {
		return archive, archiveExt
	}
	for _, o := range office {
		if !folders[o.folder] || !strings.Contains(declared, o.kind) {
			continue
		}
		claimed := h.mime == o.mime || strings.EqualFold(path.Ext(h.name), o.ext)
		if mime == "" || claimed {
			mime, ext = o.mime, o.ext
		}
	}
	if mime == "" {
		return archive, archiveExt
	}
	return mime, ext
}

// readPart unpacks a small text part, in lower case; "" when it is missing, too large or damaged.
func readPart(f *zip.File) string {
	if f == nil || f.UncompressedSize64 > inflateLimit {
		return ""
	}
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	// The size that the archive gives may be a lie; the checksum is met only at the true end.
	data, err := io.ReadAll(io.LimitReader(r, inflateLimit))
	if err != nil {
		return ""
	}
	return strings.ToLower(string(data))
}

// limited refuses to read more than a number of bytes in all.
type limited struct {
	io.ReaderAt
	left int64
}

var errTooMuch = errors.New("media: the file holds too much")

func (l *limited) ReadAt(p []byte, off int64) (int, error) {
	if l.left -= int64(len(p)); l.left < 0 {
		return 0, errTooMuch
	}
	return l.ReaderAt.ReadAt(p, off)
}
