// Package config knows where things lie on this computer and which build this
// is.
package config

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// Version is the version of the program, set by the linker.
var Version = "0.1.0-dev"

// GoogleClientID is the OAuth client of this build, of the type Desktop app, set by the linker.
// Without it people can sign in to Google only with a client of their own.
var GoogleClientID string

// GoogleClientSecret belongs to it. Google does not count on it to stay a secret.
var GoogleClientSecret string

// Names of the data folders. The demo has one of its own and never touches the
// other.
const (
	folder     = "MCE Platform"
	demoFolder = "MCE Platform Demo"
	keyFolder  = "MCE Platform Keys"
)

// Files and folders inside the data folder.
const (
	DatabaseFile = "mce.db"
	SessionFile  = "session.db"
	LockFile     = "instance.lock"
	LogFolder    = "logs"
	SecretFolder = "secrets" // of earlier versions; its files move into the session database
	MediaFolder  = "media"
	DemoFile     = "simulated-whatsapp.json"
)

// DataDir is the folder for everything the program keeps. It lies where the
// system puts data of one user on one computer: not in a roaming profile, not
// in a synchronised folder.
func DataDir(demo bool) (string, error) {
	base, err := dataHome()
	if err != nil {
		return "", fmt.Errorf("find the data folder: %w", err)
	}
	if demo {
		return filepath.Join(base, demoFolder), nil
	}
	return filepath.Join(base, folder), nil
}

// KeyDir is the folder that says which data folders have a key on this computer,
// and holds the keys where the system has no keychain. It lies apart from the
// data, so that a copied data folder does not bring its key along.
func KeyDir() (string, error) {
	base, err := os.UserConfigDir()
	if runtime.GOOS == "windows" {
		base, err = os.UserCacheDir() // %LocalAppData%: the other one roams to other computers
	}
	if err != nil {
		return "", fmt.Errorf("find the folder for keys: %w", err)
	}
	return filepath.Join(base, keyFolder), nil
}

// SimulatedKeyDir is the same for a data folder that works with simulated
// services: beside it, so that tests and demos leave nothing elsewhere.
func SimulatedKeyDir(dataDir string) string { return filepath.Clean(dataDir) + " Keys" }

func dataHome() (string, error) {
	switch runtime.GOOS {
	case "windows":
		return os.UserCacheDir() // %LocalAppData%
	case "darwin":
		return os.UserConfigDir() // ~/Library/Application Support
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share"), err
}
