// Command shim measures the shim of this repository over modernc.org/sqlite v1.61.1.
package main

import "mceplatform/driverbench/load"

func main() { load.Main() }
