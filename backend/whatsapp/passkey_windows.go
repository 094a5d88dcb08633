package whatsapp

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"time"
	"unsafe"

	"go.mau.fi/whatsmeow/types"
	"golang.org/x/sys/windows"
)

// The functions of Windows' own WebAuthn dialog, which offers Windows Hello,
// security keys and, by a QR code of its own, the phone. Structures and numbers
// are those of webauthn.h, baseline version (Windows 10 1903).
var (
	webauthn            = windows.NewLazySystemDLL("webauthn.dll")
	getAssertion        = webauthn.NewProc("WebAuthNAuthenticatorGetAssertion")
	freeAssertion       = webauthn.NewProc("WebAuthNFreeAssertion")
	getCancellationID   = webauthn.NewProc("WebAuthNGetCancellationId")
	cancelOperation     = webauthn.NewProc("WebAuthNCancelCurrentOperation")
	webauthnAPIVersion  = webauthn.NewProc("WebAuthNGetApiVersionNumber")
	hashAlgorithm       = utf16("SHA-256")
	publicKeyCredential = utf16("public-key")
)

const (
	clientDataVersion = 1
	credentialVersion = 1
	optionsVersion    = 4

	userCancelled      = 0x80090036 // NTE_USER_CANCELLED
	operationCancelled = 0x800704C7 // HRESULT_FROM_WIN32(ERROR_CANCELLED)
)

// Values of dwUserVerificationRequirement and dwTransports.
var (
	verifications = map[string]uint32{"required": 1, "preferred": 2, "discouraged": 3}
	transports    = map[string]uint32{"usb": 0x01, "nfc": 0x02, "ble": 0x04, "internal": 0x10, "hybrid": 0x20}
)

type winClientData struct {
	version  uint32
	size     uint32
	json     *byte
	hashName *uint16
}

type winCredential struct {
	version uint32
	size    uint32
	id      *byte
	kind    *uint16
}

type winCredentialEx struct {
	winCredential
	transports uint32
}

type winCredentialList struct {
	count uint32
	list  **winCredentialEx
}

type winAssertionOptions struct {
	version          uint32
	timeout          uint32 // milliseconds
	credentialCount  uint32
	credentials      *winCredential
	extensionCount   uint32
	extensions       unsafe.Pointer
	attachment       uint32
	userVerification uint32
	flags            uint32
	u2fAppID         *uint16
	usedU2FAppID     *int32
	cancellation     *windows.GUID
	allow            *winCredentialList
}

type winAssertion struct {
	version       uint32
	authDataSize  uint32
	authData      *byte
	signatureSize uint32
	signature     *byte
	credential    winCredential
	userIDSize    uint32
	userID        *byte
}

func utf16(text string) *uint16 {
	p, err := windows.UTF16PtrFromString(text)
	if err != nil {
		panic(err) // a constant with a zero byte
	}
	return p
}

// windowsHello asks through the system's dialog.
type windowsHello struct{}

func systemAuthenticator() Authenticator { return windowsHello{} }

// Name implements Authenticator.
func (windowsHello) Name() string { return "Windows" }

// Available implements Authenticator.
func (windowsHello) Available() bool {
	if getAssertion.Find() != nil || webauthnAPIVersion.Find() != nil {
		return false
	}
	version, _, _ := webauthnAPIVersion.Call()
	return version >= 1
}

// Assert implements Authenticator.
func (windowsHello) Assert(ctx context.Context, request *types.WebAuthnPublicKey) (*types.WebAuthnResponse, error) {
	party, err := windows.UTF16PtrFromString(request.RelyingPartID)
	if err != nil {
		return nil, fmt.Errorf("passkey request: %w", err)
	}
	data, err := clientData(request)
	if err != nil {
		return nil, err
	}
	var id windows.GUID
	if code, _, _ := getCancellationID.Call(uintptr(unsafe.Pointer(&id))); failed(code) {
		return nil, fmt.Errorf("passkey dialog: %#x", uint32(code))
	}
	stop := context.AfterFunc(ctx, func() { _, _, _ = cancelOperation.Call(uintptr(unsafe.Pointer(&id))) })
	defer stop()

	options := assertionOptions(request, &id)
	client := winClientData{version: clientDataVersion, size: uint32(len(data)), json: &data[0], hashName: hashAlgorithm}
	var out *winAssertion
	code, _, _ := getAssertion.Call(uintptr(windows.GetForegroundWindow()), uintptr(unsafe.Pointer(party)),
		uintptr(unsafe.Pointer(&client)), uintptr(unsafe.Pointer(options)), uintptr(unsafe.Pointer(&out)))
	runtime.KeepAlive(data)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case uint32(code) == userCancelled || uint32(code) == operationCancelled:
		return nil, errPasskeyDeclined
	case failed(code) || out == nil:
		return nil, fmt.Errorf("passkey dialog: %#x", uint32(code))
	}
	defer func() { _, _, _ = freeAssertion.Call(uintptr(unsafe.Pointer(out))) }()
	resp := responseOf(out, data)
	return resp, checkAssertion(resp, request)
}

func failed(hresult uintptr) bool { return int32(hresult) < 0 }

// clientData is what a browser on WhatsApp Web would have signed.
func clientData(request *types.WebAuthnPublicKey) ([]byte, error) {
	data, err := json.Marshal(struct {
		Type        string `json:"type"`
		Challenge   any    `json:"challenge"`
		Origin      string `json:"origin"`
		CrossOrigin bool   `json:"crossOrigin"`
	}{"webauthn.get", request.Challenge, passkeyOrigin, false})
	if err != nil {
		return nil, fmt.Errorf("passkey request: %w", err)
	}
	return data, nil
}

func assertionOptions(request *types.WebAuthnPublicKey, cancellation *windows.GUID) *winAssertionOptions {
	o := &winAssertionOptions{
		version: optionsVersion, timeout: uint32(passkeyTime / time.Millisecond),
		userVerification: verifications[strings.ToLower(request.UserVerification)], cancellation: cancellation,
	}
	if request.Timeout > 0 {
		o.timeout = min(o.timeout, uint32(request.Timeout))
	}
	var list []*winCredentialEx
	for _, c := range request.AllowCredentials {
		if len(c.ID) == 0 {
			continue
		}
		ex := &winCredentialEx{winCredential: winCredential{version: credentialVersion, size: uint32(len(c.ID)), id: &c.ID[0], kind: publicKeyCredential}}
		for _, t := range c.Transports {
			ex.transports |= transports[t]
		}
		list = append(list, ex)
	}
	if len(list) > 0 {
		o.allow = &winCredentialList{count: uint32(len(list)), list: &list[0]}
	}
	return o
}

// responseOf copies the answer out of the system's memory.
func responseOf(a *winAssertion, data []byte) *types.WebAuthnResponse {
	out := &types.WebAuthnResponse{Type: "public-key", RawID: copied(a.credential.id, a.credential.size)}
	out.ID = encodeID(out.RawID)
	out.Response.ClientDataJSON = data
	out.Response.AuthenticatorData = copied(a.authData, a.authDataSize)
	out.Response.Signature = copied(a.signature, a.signatureSize)
	if user := copied(a.userID, a.userIDSize); len(user) > 0 {
		typed := append(out.RawID[:0:0], user...)
		out.Response.UserHandle = &typed
	}
	return out
}

func copied(p *byte, size uint32) []byte {
	if p == nil || size == 0 {
		return nil
	}
	return append([]byte(nil), unsafe.Slice(p, size)...)
}
