package keychain

import (
	"context"
	"sync"
)

// Memory keeps secrets in memory, for the demo and for tests.
func Memory() Keeper { return &memory{secrets: map[string]string{}} }

type memory struct {
	mu      sync.Mutex
	secrets map[string]string
}

func (m *memory) Get(ctx context.Context, key string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	secret, ok := m.secrets[key]
	if !ok {
		return "", ErrNotFound
	}
	return secret, nil
}

func (m *memory) Set(ctx context.Context, key, secret string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.secrets[key] = secret
	return nil
}

func (m *memory) Delete(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.secrets, key)
	return nil
}

func (m *memory) Where() string { return "memory, until Satchel ends" }
