// Command v123 measures the newest go-sqlite, v1.23.0.
package main

import "mceplatform/driverbench/load"

func main() { load.Main() }
