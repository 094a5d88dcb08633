package gsheets

import (
	"bytes"
	"context"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"

	"google.golang.org/api/option"

	"mceplatform/backend/fault"
	"mceplatform/backend/sheets"
)

const (
	secretName     = "google-service-account"
	accountSuffix  = ".iam.gserviceaccount.com"
	maxAccountSize = 16 << 10
)

// account is what matters of a service account's key file. It is never logged.
type account struct {
	Type           string `json:"type"`
	ClientEmail    string `json:"client_email"`
	PrivateKey     string `json:"private_key"`
	TokenURI       string `json:"token_uri"`
	UniverseDomain string `json:"universe_domain"`
}

// SetServiceAccount implements sheets.Client. Nothing is sent to Google: the first reading shows
// whether the key works.
func (c *Client) SetServiceAccount(ctx context.Context, key []byte) (string, error) {
	a, err := c.parse(key)
	if err != nil {
		return "", err
	}
	return a.ClientEmail, c.secrets.Put(ctx, secretName, key)
}

// ServiceAccount implements sheets.Client.
func (c *Client) ServiceAccount(ctx context.Context) (string, error) {
	_, a, err := c.load(ctx)
	var f *fault.Error
	if errors.As(err, &f) && f.Fields["reason"] == sheets.ReasonNoAccount {
		return "", nil
	}
	return a.ClientEmail, err
}

// DeleteServiceAccount implements sheets.Client.
func (c *Client) DeleteServiceAccount(ctx context.Context) error {
	c.forget(sheets.AccessAccount)
	return c.secrets.Delete(ctx, secretName)
}

func (c *Client) load(ctx context.Context) ([]byte, account, error) {
	key, err := c.secrets.Get(ctx, secretName)
	if fault.Is(err, fault.NotFound) {
		return nil, account{}, fault.New(fault.Unavailable, "No Google service account is set. Add its key file under Sheets.").With("reason", sheets.ReasonNoAccount)
	}
	if err != nil {
		return nil, account{}, err
	}
	a, err := c.parse(key)
	return key, a, err
}

// accountServices returns the APIs for the account that is set now.
func (c *Client) accountServices(ctx context.Context) (*services, error) {
	key, a, err := c.load(ctx)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(key)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.account != nil && c.account.digest == sum {
		return c.account, nil
	}
	who := caller{access: sheets.AccessAccount, email: a.ClientEmail}
	s, err := c.newServices(ctx, who, sum, func(string) option.ClientOption { return option.WithAuthCredentialsJSON(option.ServiceAccount, key) })
	if err != nil {
		return nil, badAccount(err)
	}
	c.account = s
	return s, nil
}

// parse checks a key file before any Google library sees it: a credential from outside can name
// its own token address, which would be sent a signed assertion.
func (c *Client) parse(key []byte) (account, error) {
	var a account
	if len(key) > maxAccountSize {
		return a, badAccount(errors.New("too large"))
	}
	decoder := json.NewDecoder(bytes.NewReader(key))
	if err := decoder.Decode(&a); err != nil {
		return account{}, badAccount(errors.New("no JSON")) // the decoder's text may quote the key
	}
	switch {
	case a.Type != "service_account":
		bad := badAccount(errors.New("other type"))
		bad.Message = "This file is not the key of a service account. In the Google Cloud console, open the service account, choose Keys, then Add key, then JSON."
		return account{}, bad
	case a.TokenURI != c.options.TokenURL:
		return account{}, badAccount(errors.New("foreign token_uri"))
	case !strings.HasSuffix(a.ClientEmail, accountSuffix) || strings.ContainsAny(a.ClientEmail, " \t\r\n<>\"'"):
		return account{}, badAccount(errors.New("foreign client_email"))
	case a.UniverseDomain != "" && a.UniverseDomain != "googleapis.com":
		return account{}, badAccount(errors.New("foreign universe"))
	case !isRSAKey(a.PrivateKey):
		return account{}, badAccount(errors.New("no private key"))
	}
	return a, nil
}

func isRSAKey(text string) bool {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return false
	}
	if key, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		_, isRSA := key.(*rsa.PrivateKey)
		return isRSA
	}
	_, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	return err == nil
}

func badAccount(err error) *fault.Error {
	return fault.Wrap(err, fault.Invalid, "This key file cannot be used. Make a new JSON key for the service account in the Google Cloud console.").With("reason", sheets.ReasonBadAccount)
}
