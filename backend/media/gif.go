package media

import (
	"bufio"
	"io"
)

// animatedGIF looks for a second picture by walking over the blocks (GIF89a), without unpacking
// any: a GIF of 1 MB can hold thousands of large ones.
func animatedGIF(r io.Reader) bool {
	in := bufio.NewReader(r)
	var screen [13]byte
	if _, err := io.ReadFull(in, screen[:]); err != nil || !skipColors(in, screen[10]) {
		return false
	}
	pictures := 0
	for range gifMaxParts {
		kind, err := in.ReadByte()
		if err != nil {
			return false
		}
		switch kind {
		case 0x21: // an extension: its label, then blocks
			if _, err := in.Discard(1); err != nil || !skipBlocks(in) {
				return false
			}
		case 0x2C: // a picture: its frame, perhaps colours, the code size, then blocks
			if pictures++; pictures > 1 {
				return true
			}
			var frame [9]byte
			if _, err := io.ReadFull(in, frame[:]); err != nil || !skipColors(in, frame[8]) {
				return false
			}
			if _, err := in.Discard(1); err != nil || !skipBlocks(in) {
				return false
			}
		default:
			return false
		}
	}
	return false
}

func skipColors(in *bufio.Reader, flags byte) bool {
	if flags&0x80 == 0 {
		return true
	}
	_, err := in.Discard(3 << (flags&7 + 1))
	return err == nil
}

func skipBlocks(in *bufio.Reader) bool {
	for {
		size, err := in.ReadByte()
		if err != nil || size == 0 {
			return err == nil
		}
		if _, err := in.Discard(int(size)); err != nil {
			return false
		}
	}
}
