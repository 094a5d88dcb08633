// Package demo fills a simulated WhatsApp with people to try the program on.
package demo
