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

// Names of the data folders. The demo has one of its own and never touches the
// other.
const (
	folder     = "MCE Platform"
	demoFolder = "MCE Platform Demo"
)

// Files and folders inside the data folder.
const (
	DatabaseFile = "mce.db"
	SessionFile  = "session.db"
	LockFile     = "instance.lock"
	LogFolder    = "logs"
	SecretFolder = "secrets"
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
