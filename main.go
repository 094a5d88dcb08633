// MCE Platform: leads, chats and campaigns on the owner's own WhatsApp.
package main

import (
	"embed"
	"io/fs"
	"os"
	_ "time/tzdata" // Windows brings no time zones

	"mceplatform/app"
)

//go:embed all:frontend/dist
var frontend embed.FS

//go:embed build/appicon.png
var icon []byte

func main() {
	dist, err := fs.Sub(frontend, "frontend/dist")
	if err == nil {
		err = app.Run(app.Files{FrontEnd: dist, Icon: icon}, os.Args[1:])
	}
	os.Exit(app.ExitCode(err))
}
