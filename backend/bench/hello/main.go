//go:build desktop

// Command hello is the smallest window that Wails can open, with one page and
// nothing behind it: the floor for memory and start of the real program. It
// takes the file to write its stamps to as its argument. It is built with the
// tags of the program only, so that vetting other systems needs no window.
package main

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/runtime"
)

//go:embed page
var page embed.FS

const painted = `requestAnimationFrame(() => requestAnimationFrame(() => window.runtime.EventsEmit("painted")))`

func main() {
	at := map[string]int64{"main": time.Now().UnixMicro()}
	if err := run(at); err != nil {
		fmt.Fprintln(os.Stderr, "hello:", err)
		os.Exit(1)
	}
}

func run(at map[string]int64) error {
	assets, err := fs.Sub(page, "page")
	if err != nil {
		return err
	}
	return wails.Run(&options.App{
		Title: "Hello", Width: 1280, Height: 820,
		AssetServer: &assetserver.Options{Assets: assets},
		OnStartup:   func(context.Context) { at["window"] = time.Now().UnixMicro() },
		OnDomReady: func(ctx context.Context) {
			at["dom"] = time.Now().UnixMicro()
			runtime.EventsOnce(ctx, "painted", func(...any) {
				at["painted"] = time.Now().UnixMicro()
				if len(os.Args) == 2 {
					write(os.Args[1], at)
				}
			})
			runtime.WindowExecJS(ctx, painted)
		},
	})
}

func write(file string, at map[string]int64) {
	raw, err := json.Marshal(at)
	if err == nil {
		err = os.WriteFile(file+".part", raw, 0o600)
	}
	if err == nil {
		err = os.Rename(file+".part", file)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "hello:", err)
	}
}
