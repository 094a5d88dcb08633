// Package sqlite stands in for github.com/glebarez/go-sqlite, the driver
// beneath the GORM dialector github.com/glebarez/sqlite. It hands every call
// to modernc.org/sqlite directly, which carries a current SQLite and binds
// arguments in linear time. See docs/adr/0002-sqlite-driver.md.
package sqlite

import modernc "modernc.org/sqlite"

// Error is the driver's error type; the dialector translates its codes.
type Error = modernc.Error

// Driver is the database/sql driver registered as "sqlite".
type Driver = modernc.Driver
