package sheets

import (
	"context"
	"errors"
)

// SetServiceAccount keeps the account that reads private sheets and returns the address to share
// them with.
func (s *Service) SetServiceAccount(ctx context.Context, json string) (string, error) {
	email, err := s.client.SetServiceAccount(ctx, []byte(json))
	if err != nil {
		return "", err
	}
	return email, s.resumeBarred(ctx, AccessAccount)
}

// ServiceAccount returns the address to share sheets with, "" when no account is set.
func (s *Service) ServiceAccount(ctx context.Context) (string, error) {
	return s.client.ServiceAccount(ctx)
}

// DeleteServiceAccount forgets the account. Connections then fail until there is another.
func (s *Service) DeleteServiceAccount(ctx context.Context) error {
	return s.client.DeleteServiceAccount(ctx)
}

// Google says who is signed in.
func (s *Service) Google(ctx context.Context) (Google, error) { return s.client.Google(ctx) }

// SignIn lets the owner sign in and pick a spreadsheet in the browser. Connections that waited for
// it are read again.
func (s *Service) SignIn(ctx context.Context, spreadsheetID string) (Google, error) {
	who, err := s.client.SignIn(ctx, spreadsheetID)
	if who.Email != "" {
		err = errors.Join(err, s.resumeBarred(ctx, AccessGoogle))
	}
	return who, err
}

// CancelSignIn stops waiting for the browser.
func (s *Service) CancelSignIn() { s.client.CancelSignIn() }

// SignOut forgets the sign-in. Connections that read with it fail until there is another.
func (s *Service) SignOut(ctx context.Context) error { return s.client.SignOut(ctx) }

// SetGoogleClient keeps the user's own client of Google's sign-in. Connections that waited for
// one are read again, and say so when somebody has to sign in first.
func (s *Service) SetGoogleClient(ctx context.Context, id, secret string) (Google, error) {
	if err := s.client.SetGoogleClient(ctx, id, secret); err != nil {
		return Google{}, err
	}
	if id != "" {
		if err := s.resumeBarred(ctx, AccessGoogle); err != nil {
			return Google{}, err
		}
	}
	return s.client.Google(ctx)
}
