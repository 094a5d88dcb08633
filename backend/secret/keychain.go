package secret

import (
	"errors"

	"github.com/zalando/go-keyring"
)

// In the keychain an item is found by a service and an account.
const (
	service  = "MCE Platform"
	itemName = "session-key/"
)

var errNoItem = errors.New("the keychain has no such item")

// keychain is what is needed of one. An error other than errNoItem means that
// it cannot be used: absent, locked or refusing.
type keychain interface {
	get(item string) (string, error)
	set(item, text string) error
}

// system is the operating system's keychain: the Credential Manager of Windows,
// the Keychain of macOS, the Secret Service elsewhere.
type system struct{}

func (system) get(item string) (string, error) {
	text, err := keyring.Get(service, item)
	if errors.Is(err, keyring.ErrNotFound) {
		err = errNoItem
	}
	return text, err
}

func (system) set(item, text string) error { return keyring.Set(service, item, text) }
