package media

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// fixtures is one small file of each kind.
func fixtures(t testing.TB) map[string][]byte {
	t.Helper()
	return map[string][]byte{
		"jpeg": asJPEG(t, scene(400, 300)), "png": asPNG(t, scene(400, 300)), "gif": asGIF(t, 1), "moving gif": asGIF(t, 2),
		"webp": []byte(webpPixel), "moving webp": []byte(webpMoving), "voice": recording(t, "voice.ogg"), "wav": tone(),
		"film": film("isom", "vide", false), "sound": film("isom", "soun", false), "mp3": mp3(50, true), "docx": officeFile(t),
		"pdf": []byte("%PDF-1.7\n1 0 obj\n"), "text": []byte("Hello,\nworld\n"), "empty": nil,
	}
}

func TestTypesComeFromTheContent(t *testing.T) {
	svg := `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
	for _, c := range []struct {
		what, data, claimed, name, mime, ext string
	}{
		{"nothing", "", "image/jpeg", "a.jpg", unknown, ""},
		{"noise", "\x00\x01\x02\x03", "application/pdf", "a.pdf", unknown, ""},
		{"a program called a picture", "MZ\x90\x00", "image/jpeg", "a.jpg", "application/x-msdownload", ".exe"},
		{"a broken picture", "\xFF\xD8\xFF\xE0broken", "image/jpeg", "a.jpg", unknown, ""},
		{"a shortcut", "L\x00\x00\x00\x01\x14\x02\x00\x00", "application/pdf", "a.pdf", "application/x-ms-shortcut", ".lnk"},
		{"svg", svg, "image/png", "a.png", "image/svg+xml", ".svg"},
		{"svg behind a mark", "\xEF\xBB\xBF \n" + svg, "", "", "image/svg+xml", ".svg"},
		{"html", "<!DOCTYPE html><p>", "text/plain", "a.txt", "text/html", ".html"},
		{"html in UTF-16", "\xFF\xFE<\x00h\x00t\x00m\x00l\x00>\x00", "", "", "text/html", ".html"},
		{"xml", "<a/>", "", "", "text/xml", ".xml"},
		{"script", "#!/bin/sh\nrm -rf /", "text/plain", "a.txt", "text/x-script", ""},
		{"pdf", "%PDF-1.4", "image/png", "a.exe", "application/pdf", ".pdf"},
		{"text", "Grüße", "application/pdf", "a.pdf", "text/plain", ".txt"},
		{"text in Latin-1", "Gr\xfc\xdfe", "", "", "text/plain", ".txt"},
		{"csv by type", "a,b\n", "text/csv; charset=utf-8", "", "text/csv", ".csv"},
		{"csv by name", "a,b\n", "", "A.CSV", "text/csv", ".csv"},
		{"contact", "BEGIN:VCARD\r\n", "", "", "text/vcard", ".vcf"},
		{"old Word", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "application/msword", "a.doc", "application/x-ole-storage", ""},
		{"amr", "#!AMR\n", "", "", "audio/amr", ".amr"},
		{"aac", "\xFF\xF1\x50\x80", "", "", "audio/aac", ".aac"},
		{"flac", "fLaC\x00", "", "", "audio/flac", ".flac"},
		{"webm", "\x1A\x45\xDF\xA3\x9F\x42\x82\x84webm", "", "", "video/webm", ".webm"},
		{"webm with sound", "\x1A\x45\xDF\xA3\x9F\x42\x82\x84webm", "audio/webm", "", "audio/webm", ".webm"},
		{"matroska", "\x1A\x45\xDF\xA3\x9F\x42\x82\x88matroska", "", "", "video/x-matroska", ".mkv"},
		{"heic", "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "", "", "image/heic", ".heic"},
		{"film without an index", "\x00\x00\x00\x10ftypisom\x00\x00\x00\x00", "video/mp4", "", "video/mp4", ".mp4"},
		{"sound without an index", "\x00\x00\x00\x10ftypisom\x00\x00\x00\x00", "audio/mp4", "", "audio/mp4", ".m4a"},
		{"film", string(film("mp42", "vide", false)), "audio/mp4", "a.m4a", "video/mp4", ".mp4"},
		{"sound", string(film("mp42", "soun", false)), "video/mp4", "a.mp4", "audio/mp4", ".m4a"},
		{"3gp", string(film("3gp5", "vide", false)), "", "", "video/3gpp", ".3gp"},
		{"quicktime", string(film("qt  ", "vide", false)), "", "", "video/quicktime", ".mov"},
		{"mp3", string(mp3(3, false)), "", "", "audio/mpeg", ".mp3"},
		{"tagged mp3", string(mp3(3, true)), "", "", "audio/mpeg", ".mp3"},
		{"zip", string(zipped(t, map[string]string{"a.txt": "x"})), mimeDocx, "a.docx", "application/zip", ".zip"},
		{"docx", string(officeFile(t)), "", "a.exe", mimeDocx, ".docx"},
		{"docx called xlsx", string(officeFile(t)), mimeXlsx, "a.xlsx", mimeDocx, ".docx"},
		{"docm", string(officeFile(t, "word/vbaProject.bin")), mimeDocx, "a.docx", "application/zip", ".zip"},
		{"docm elsewhere", string(officeFile(t, `other\VBAPROJECT.BIN`)), mimeDocx, "a.docx", "application/zip", ".zip"},
		{"jar", string(officeFile(t, "META-INF/MANIFEST.MF")), mimeDocx, "a.docx", "application/zip", ".zip"},
		{"apk", string(officeFile(t, "AndroidManifest.xml")), mimeDocx, "a.docx", "application/zip", ".zip"},
	} {
		info := Inspect(strings.NewReader(c.data), c.claimed, c.name)
		if info.Mime != c.mime || info.Ext != c.ext {
			t.Errorf("%s is %s %s, want %s %s", c.what, info.Mime, info.Ext, c.mime, c.ext)
		}
	}
}

func TestAClaimDecidesBetweenOfficeFormatsOnly(t *testing.T) {
	both := zipped(t, map[string]string{
		"[Content_Types].xml": office[0].kind + " " + office[1].kind, "word/document.xml": "x", "xl/workbook.xml": "x",
	})
	for claimed, want := range map[string]string{mimeXlsx: mimeXlsx, mimeDocx: mimeDocx, mimePptx: mimeDocx, "": mimeDocx} {
		if info := Inspect(bytes.NewReader(both), claimed, ""); info.Mime != want {
			t.Errorf("claimed %s: %s", claimed, info.Mime)
		}
	}
}

func TestImagesGetSizeAndThumbnail(t *testing.T) {
	for _, c := range []struct {
		name          string
		data          []byte
		w, h          int
		thumbW        int
		thumbH        int
		animated, any bool
	}{
		{"jpeg", asJPEG(t, scene(1600, 1200)), 1600, 1200, 320, 240, false, true},
		{"png", asPNG(t, scene(300, 900)), 300, 900, 106, 320, false, true},
		{"small", asPNG(t, scene(50, 20)), 50, 20, 50, 20, false, true},
		{"line", asPNG(t, scene(2000, 1)), 2000, 1, 320, 1, false, true},
		{"gif", asGIF(t, 1), 40, 30, 40, 30, false, true},
		{"moving gif", asGIF(t, 2), 40, 30, 40, 30, true, true},
		{"webp", []byte(webpPixel), 1, 1, 1, 1, false, true},
		{"moving webp", []byte(webpMoving), 512, 512, 0, 0, true, false},
	} {
		info := Inspect(bytes.NewReader(c.data), "", "")
		if info.Width != c.w || info.Height != c.h || info.Animated != c.animated || (info.Thumb != nil) != c.any || len(info.Thumb) > 24<<10 {
			t.Errorf("%s: %s %dx%d animated %v, thumbnail of %d bytes", c.name, info.Mime, info.Width, info.Height, info.Animated, len(info.Thumb))
			continue
		}
		if !c.any {
			continue
		}
		if thumb, err := jpeg.DecodeConfig(bytes.NewReader(info.Thumb)); err != nil || thumb.Width != c.thumbW || thumb.Height != c.thumbH {
			t.Errorf("%s: thumbnail %dx%d, %v", c.name, thumb.Width, thumb.Height, err)
		}
	}
}

// TestOrientationIsHonoured looks where the red corner, left top in the pixels, ends.
func TestOrientationIsHonoured(t *testing.T) {
	plain := asJPEG(t, scene(640, 320))
	corners := []struct{ left, top bool }{1: {true, true}, 2: {false, true}, 3: {false, false}, 4: {true, false}, 5: {true, true}, 6: {false, true}, 7: {false, false}, 8: {true, false}}
	for turn := uint16(0); turn <= 9; turn++ {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			info := Inspect(bytes.NewReader(withOrientation(plain, order, turn)), "", "")
			w, h, want := 640, 320, corners[1]
			if turn >= 1 && turn <= 8 {
				want = corners[turn]
			}
			if turn >= 5 && turn <= 8 {
				w, h = h, w
			}
			thumb, err := jpeg.Decode(bytes.NewReader(info.Thumb))
			if err != nil || info.Width != w || info.Height != h || thumb.Bounds().Dx() != w/2 {
				t.Fatalf("turn %d: %dx%d, thumbnail %v, %v", turn, info.Width, info.Height, thumb.Bounds(), err)
			}
			x, y := 5, 5
			if !want.left {
				x = w/2 - 6
			}
			if !want.top {
				y = h/2 - 6
			}
			if r, _, b, _ := thumb.At(x, y).RGBA(); r < b {
				t.Errorf("turn %d: the red corner is not at %d,%d", turn, x, y)
			}
		}
	}
}

func TestTransparencyBecomesWhite(t *testing.T) {
	info := Inspect(bytes.NewReader(asPNG(t, image.NewNRGBA(image.Rect(0, 0, 20, 20)))), "", "")
	thumb, err := jpeg.Decode(bytes.NewReader(info.Thumb))
	if err != nil {
		t.Fatal(err)
	}
	if y := color.GrayModel.Convert(thumb.At(10, 10)).(color.Gray).Y; y < 250 {
		t.Errorf("brightness %d", y)
	}
}

func TestNoisyThumbnailsStaySmall(t *testing.T) {
	m, random := image.NewRGBA(image.Rect(0, 0, 320, 320)), rand.New(rand.NewPCG(1, 2))
	for i := range m.Pix {
		m.Pix[i] = byte(random.Uint32()) | 0xFF*byte(i&3/3)
	}
	if info := Inspect(bytes.NewReader(asPNG(t, m)), "", ""); len(info.Thumb) == 0 || len(info.Thumb) > 24<<10 {
		t.Errorf("%d bytes", len(info.Thumb))
	}
}

// TestHugeImagesAreNotUnpacked gives the header of a PNG of 400 megapixels.
func TestHugeImagesAreNotUnpacked(t *testing.T) {
	huge := asPNG(t, scene(8, 8))
	binary.BigEndian.PutUint32(huge[16:], 20000)
	binary.BigEndian.PutUint32(huge[20:], 20000)
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	info := Inspect(bytes.NewReader(huge), "", "")
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; taken > 16<<20 {
		t.Errorf("%d bytes of memory were taken", taken)
	}
	if info.Mime != "image/png" || info.Width != 20000 || info.Thumb != nil {
		t.Errorf("%s %d, thumbnail of %d bytes", info.Mime, info.Width, len(info.Thumb))
	}
	if !tooLarge(image.Config{Width: 7100, Height: 7100, ColorModel: color.YCbCrModel}) || tooLarge(image.Config{Width: 7000, Height: 7000, ColorModel: color.YCbCrModel}) {
		t.Error("the limit is not 50 megapixels")
	}
}

func TestDurationsAreRead(t *testing.T) {
	xing := mp3(4, false)
	copy(xing[36:], "Xing\x00\x00\x00\x01\x00\x00\x10\x00") // 4096 frames
	for _, c := range []struct {
		name string
		data []byte
		ms   int64
		w, h int
	}{
		{"film", film("isom", "vide", false), 7500, 640, 360}, {"upright film", film("isom", "vide", true), 7500, 360, 640},
		{"m4a", film("M4A ", "soun", false), 7500, 0, 0}, {"wav", tone(), 1000, 0, 0},
		{"mp3", mp3(100, true), 2606, 0, 0}, {"mp3 with a count", xing, 106998, 0, 0},
	} {
		if info := Inspect(bytes.NewReader(c.data), "", ""); info.DurationMS != c.ms || info.Width != c.w || info.Height != c.h {
			t.Errorf("%s: %+v", c.name, info)
		}
	}
}

func TestWaveformOfWAV(t *testing.T) {
	wave := Inspect(bytes.NewReader(tone()), "", "").Waveform
	if len(wave) != 64 || wave[0] < 8 || wave[0] > 12 || wave[63] < 95 {
		t.Errorf("%v", wave)
	}
	silent := tone()
	for i := 44; i < len(silent); i += 2 {
		silent[i], silent[i+1] = byte(i/2%20), 0 // the noise of a cheap microphone
	}
	if wave := Inspect(bytes.NewReader(silent), "", "").Waveform; len(wave) != 64 || slices.Max(wave) != 0 {
		t.Errorf("silence: %v", wave)
	}
}

// TestZipBombsAreNotUnpacked hides gigabytes in the part that is read, once honestly and once with
// a size that lies.
func TestZipBombsAreNotUnpacked(t *testing.T) {
	bomb := zipped(t, map[string]string{"[Content_Types].xml": office[0].kind + strings.Repeat(" ", 64<<20), "word/x": ""})
	for range 2 {
		src, err := newSource(bytes.NewReader(bomb))
		if err != nil {
			t.Fatal(err)
		}
		if mime, _ := sniffZip(src, hint{}); mime != "application/zip" {
			t.Error(mime)
		}
		at := bytes.LastIndex(bomb, []byte("[Content_Types].xml")) - 46
		binary.LittleEndian.PutUint32(bomb[at+24:], 100) // its unpacked size in the list
	}
}

func TestEndlessZipListsAreRefused(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	name := strings.Repeat("n", 60000)
	for range 150 { // a list of 9 MB
		if _, err := z.CreateHeader(&zip.FileHeader{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	w, err := z.Create("[Content_Types].xml")
	if err == nil {
		_, err = w.Write([]byte(office[0].kind))
	}
	if err == nil {
		_, err = z.Create("word/x")
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	if info := Inspect(bytes.NewReader(b.Bytes()), "", ""); info.Mime != "application/zip" {
		t.Error(info.Mime)
	}
}

// TestTruncatedFilesKeepTheirTypeOrNone cuts every kind at small steps at its start and at larger ones
// after that: what is left has the type of the whole or is not readable.
func TestTruncatedFilesKeepTheirTypeOrNone(t *testing.T) {
	for kind, data := range fixtures(t) {
		whole := Inspect(bytes.NewReader(data), "", "").Mime
		for cut := 16; cut < len(data); cut += 1 + cut/8 {
			mime := Inspect(bytes.NewReader(data[:cut]), "", "").Mime
			if mime != whole && mime != unknown && (mime != "application/zip" || kind != "docx") && (mime != "video/mp4" || kind != "sound") {
				t.Errorf("%s cut at %d of %d is %s", kind, cut, len(data), mime)
			}
		}
	}
}

// onlySeeker hides that a reader can read anywhere.
type onlySeeker struct{ io.ReadSeeker }

func TestASeekerIsEnough(t *testing.T) {
	for kind, data := range fixtures(t) {
		a, b := Inspect(bytes.NewReader(data), "", ""), Inspect(onlySeeker{bytes.NewReader(data)}, "", "")
		if a.Mime != b.Mime || a.DurationMS != b.DurationMS || !bytes.Equal(a.Thumb, b.Thumb) || !bytes.Equal(a.Waveform, b.Waveform) {
			t.Errorf("%s: %+v and %+v", kind, a, b)
		}
	}
}

func TestAPanicMeansUnreadable(t *testing.T) {
	if err := guard(func() { panic("decoder") }); err == nil {
		t.Error("no error")
	}
}

func FuzzInspect(f *testing.F) {
	for _, data := range fixtures(f) {
		f.Add(data, "", "")
		f.Add(data[:len(data)*2/3], "audio/mp4", "a.xlsx")
	}
	f.Add(withOrientation(asJPEG(f, scene(30, 20)), binary.LittleEndian, 6), "", "")
	f.Fuzz(func(t *testing.T, data []byte, claimed, name string) {
		info := Inspect(bytes.NewReader(data), claimed, name)
		if info.Mime == "" || len(info.Thumb) > 24<<10 || info.DurationMS < 0 || info.Width < 0 || info.Height < 0 {
			t.Errorf("%+v", info)
		}
		if info.Waveform != nil && (len(info.Waveform) != 64 || slices.Max(info.Waveform) > 100) {
			t.Errorf("%v", info.Waveform)
		}
		if info.Ext != "" && info.Ext[0] != '.' || info.Mime == unknown && info.Ext != "" {
			t.Errorf("%s %q", info.Mime, info.Ext)
		}
		if info.Thumb != nil {
			if c, err := jpeg.DecodeConfig(bytes.NewReader(info.Thumb)); err != nil || max(c.Width, c.Height) > 320 {
				t.Errorf("%+v, %v", c, err)
			}
		}
	})
}

func BenchmarkInspectPhoto(b *testing.B) {
	photo := withOrientation(asJPEG(b, scene(4000, 3000)), binary.BigEndian, 6)
	for b.Loop() {
		if info := Inspect(bytes.NewReader(photo), "", ""); info.Thumb == nil {
			b.Fatal("no thumbnail")
		}
	}
}
