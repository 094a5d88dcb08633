// Command stock measures the driver as GORM's dialector brings it: go-sqlite v1.21.2 on SQLite 3.41.2.
package main

import "mceplatform/driverbench/load"

func main() { load.Main() }
