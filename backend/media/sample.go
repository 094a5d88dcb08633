package media

import _ "embed"

//go:embed testdata/voice.ogg
var sampleVoice []byte

// SampleVoice is a spoken note as phones send it, for the demo; the tests decode
// the same one.
func SampleVoice() []byte { return sampleVoice }
