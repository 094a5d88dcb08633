package media_test

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"mceplatform/backend/media"
)

var badNames = []struct{ name, want string }{
	{"", ""}, {" ", ""}, {".", ""}, {"..", ""}, {"...", ""}, {" . . ", ""}, {"\x00", ""}, {"\u202e", ""}, {"\u200b\ufeff", ""}, {"\r\n", ""},
	{"\xff\xfe", ""}, {"invoice.pdf", "invoice.pdf"}, {"Rechnung März.pdf", "Rechnung März.pdf"}, {"請求書.pdf", "請求書.pdf"},
	{"../../etc/passwd", "_.._etc_passwd"}, {`..\..\windows\system32`, "_.._windows_system32"}, {"/etc/passwd", "_etc_passwd"},
	{`C:\boot.ini`, "C__boot.ini"}, {"a/b.pdf", "a_b.pdf"}, {`\\server\share\x`, "__server_share_x"}, {"file:///etc/passwd", "file____etc_passwd"},
	{"a.txt:b", "a.txt_b"}, {"a.txt::$DATA", "a.txt__$DATA"}, {"http://x/y.exe", "http___x_y.exe"},
	{"x.pdf\x00.exe", "x.pdf.exe"}, {"a\x01b\x1fc\x7fd.txt", "abcd.txt"}, {"a\u0085b.txt", "ab.txt"},
	{"invoice\u202efdp.exe", "invoicefdp.exe"}, {"a\u202ab\u202bc\u202cd\u202de.txt", "abcde.txt"}, {"a\u2066b\u2067c\u2068d\u2069e.txt", "abcde.txt"},
	{"a\u200bb\u200cc\u200dd\u200ee\u200ff.txt", "abcdef.txt"}, {"\ufeffbom.txt", "bom.txt"}, {"a\u061cb.txt", "ab.txt"}, {"a\u2028b\u2029c.txt", "abc.txt"},
	{".htaccess", "htaccess"}, {"..hidden", "hidden"}, {" .bashrc", "bashrc"}, {"name.", "name"}, {"name...", "name"}, {"name ", "name"}, {"name. . ", "name"},
	{"  both  ", "both"}, {"\u00a0x\u3000", "x"}, {"x.exe.", "x.exe"}, {"x.pdf     \t     .exe", "x.pdf .exe"}, {"a\nb.txt", "a b.txt"}, {"a   b.txt", "a b.txt"},
	{"CON", "_CON"}, {"con", "_con"}, {"Con.txt", "_Con.txt"}, {"PRN", "_PRN"}, {"aux.h", "_aux.h"}, {"NUL", "_NUL"}, {"nul.tar.gz", "_nul.tar.gz"},
	{"COM1", "_COM1"}, {"com9.pdf", "_com9.pdf"}, {"COM0", "_COM0"}, {"COM¹", "_COM¹"}, {"LPT1", "_LPT1"}, {"lpt².doc", "_lpt².doc"}, {"CONIN$", "_CONIN$"},
	{"con .txt", "_con .txt"}, {" con", "_con"}, {"CON.", "_CON"}, {"c\u200bon", "_con"}, {"COM10", "COM10"}, {"CONSOLE", "CONSOLE"}, {"LPTX", "LPTX"}, {"COM", "COM"},
	{"a*b?c.txt", "a_b_c.txt"}, {`a"b<c>d|e.txt`, "a_b_c_d_e.txt"}, {"$(rm -rf ~).txt", "$(rm -rf ~).txt"}, {"-rf.txt", "-rf.txt"}, {"%2e%2e%2f", "%2e%2e%2f"},
	{"\xffa\xfe.txt", "a.txt"}, {"~", "~"}, {"desktop.ini", "desktop.ini"},
	{strings.Repeat("a", 1000) + ".pdf", strings.Repeat("a", 116) + ".pdf"}, {strings.Repeat("é", 1000) + ".pdf", strings.Repeat("é", 116) + ".pdf"},
	{strings.Repeat("😀", 200) + ".pdf", strings.Repeat("😀", 59) + ".pdf"}, {strings.Repeat("a", 300), strings.Repeat("a", 120)},
	{"x." + strings.Repeat("a", 300), "x." + strings.Repeat("a", 118)}, {strings.Repeat("../", 500), strings.Repeat("_..", 39) + "_._"},
	{"CON." + strings.Repeat("a", 300) + ".pdf", "_CON." + strings.Repeat("a", 111) + ".pdf"},
}

func TestBadNamesBecomeHarmless(t *testing.T) {
	for _, c := range badNames {
		got := media.CleanName(c.name)
		if got != c.want {
			t.Errorf("CleanName(%q) = %q, want %q", c.name, got, c.want)
		}
		checkName(t, c.name, got)
	}
}

// checkName holds for every name.
func checkName(t *testing.T, name, got string) {
	t.Helper()
	switch {
	case !utf8.ValidString(got), utf8.RuneCountInString(got) > 120, len(got) > 240:
		t.Errorf("CleanName(%q) = %q: encoding or length", name, got)
	case strings.ContainsAny(got, "/\\:\x00\u202e\u2066\u200b\n"), strings.HasPrefix(got, "."), strings.HasSuffix(got, "."), strings.TrimSpace(got) != got:
		t.Errorf("CleanName(%q) = %q: characters", name, got)
	case got != "" && !filepath.IsLocal(got), got != "" && filepath.Base(got) != got:
		t.Errorf("CleanName(%q) = %q: leaves the folder", name, got)
	case media.CleanName(got) != got:
		t.Errorf("CleanName(%q) = %q, which is not clean itself: %q", name, got, media.CleanName(got))
	}
}

func FuzzCleanName(f *testing.F) {
	for _, c := range badNames {
		f.Add(c.name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		checkName(t, name, media.CleanName(name))
		if saved := media.SaveName(name, ".pdf"); !strings.HasSuffix(strings.ToLower(saved), ".pdf") || len(saved) <= 4 || !filepath.IsLocal(saved) {
			t.Errorf("SaveName(%q) = %q", name, saved)
		}
	})
}

func TestSavedNamesEndAsTheContent(t *testing.T) {
	for _, c := range []struct{ name, ext, want string }{
		{"invoice.pdf.exe", ".pdf", "invoice.pdf.exe.pdf"},
		{"invoice.pdf", ".pdf", "invoice.pdf"}, {"INVOICE.PDF", ".pdf", "INVOICE.PDF"},
		{"photo.jpeg", ".jpg", "photo.jpeg"}, {"photo.png", ".jpg", "photo.png.jpg"},
		{"note.opus", ".ogg", "note.opus"}, {"plan.dwg", "", "plan.dwg"}, {"", ".pdf", "file.pdf"}, {"..", "", "file"},
		{"x\u202efdp.exe", ".txt", "xfdp.exe.txt"}, {"invoice", ".pdf", "invoice.pdf"}, {"nul", ".pdf", "_nul.pdf"},
	} {
		if got := media.SaveName(c.name, c.ext); got != c.want {
			t.Errorf("SaveName(%q, %q) = %q, want %q", c.name, c.ext, got, c.want)
		}
	}
}

func TestOnlyHarmlessTypesAreShownOrOpened(t *testing.T) {
	const office = "application/vnd.openxmlformats-officedocument."
	for _, c := range []struct {
		mime            string
		shown, openable bool
	}{
		{"image/jpeg", true, true}, {"IMAGE/PNG", true, true}, {"audio/ogg; codecs=opus", true, true}, {"video/mp4", true, true},
		{"video/webm", true, false}, {"video/3gpp", true, false}, {"audio/amr", true, false},
		{"application/pdf", false, true}, {"text/plain", false, true}, {"text/csv", false, true},
		{office + "wordprocessingml.document", false, true}, {office + "spreadsheetml.sheet", false, true}, {office + "presentationml.presentation", false, true},
		{"image/svg+xml", false, false}, {"text/html", false, false}, {"text/xml", false, false}, {"application/xhtml+xml", false, false},
		{"application/zip", false, false}, {"application/x-msdownload", false, false}, {"application/octet-stream", false, false},
		{"application/javascript", false, false}, {"application/vnd.ms-word.document.macroEnabled.12", false, false}, {"", false, false}, {"image/", false, false},
	} {
		if media.Shown(c.mime) != c.shown || media.Openable(c.mime) != c.openable {
			t.Errorf("%q: shown %v, openable %v", c.mime, media.Shown(c.mime), media.Openable(c.mime))
		}
	}
}
