package app

import (
	"context"
	"strings"
	"sync"
	"time"

	"satchel/mailindex"
	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// pictureWord is the user's word on the pictures of a letter's sender, with whose word on senders counts there.
type pictureWord struct {
	trust    mailstore.PictureTrust
	given    bool
	provider string // looked up only where the word is given
}

// providers remembers for a while whose word counts for an account. Safe for concurrent use.
type providers struct {
	mu    sync.Mutex
	known map[mailstore.AccountID]knownProvider
}

type knownProvider struct {
	site string
	at   time.Time
}

const providerFor = 10 * time.Minute

func (p *providers) of(ctx context.Context, store *mailstore.Store, account mailstore.AccountID) (string, error) {
	p.mu.Lock()
	k, ok := p.known[account]
	p.mu.Unlock()
	if ok && time.Since(k.at) < providerFor {
		return k.site, nil
	}
	site, err := mailindex.Provider(ctx, store, account)
	if err != nil {
		return "", err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil {
		p.known = map[mailstore.AccountID]knownProvider{}
	}
	p.known[account] = knownProvider{site, time.Now()}
	return site, nil
}

// pictureWord looks up the user's word for a letter. Letters without pictures of the network, nearly all others, cost
// nothing. A failure costs the pictures only: the letter is shown without.
func (s *session) pictureWord(ctx context.Context, account mailstore.AccountID, m *mailmsg.Message) pictureWord {
	var w pictureWord
	if len(m.From) != 1 || !strings.Contains(strings.ToLower(m.HTML), "http") {
		return w
	}
	trust, given, err := s.store.PicturesTrusted(ctx, m.From[0].Address)
	if err != nil || !given {
		return w
	}
	w.provider, err = s.providers.of(ctx, s.store, account)
	if err != nil {
		return w
	}
	w.trust, w.given = trust, true
	return w
}

// trustSender shows the letter's pictures, and those of its sender's later letters, or says why it is for this once.
func (p *letterPane) trustSender() {
	p.loadPictures()
	r, ses, now := p.shown, p.shell.session, p.shell.now()
	inOrder(p.shell.jobs, func(ctx context.Context) (pictureWord, error) {
		provider, err := ses.providers.of(ctx, ses.store, r.head.Account)
		if err != nil {
			return pictureWord{}, err
		}
		trust, ok := viewmodel.PictureTrustFor(r.message, provider, now)
		if !ok {
			return pictureWord{}, nil
		}
		return pictureWord{trust, true, provider}, ses.store.TrustPictures(ctx, trust)
	}, func(w pictureWord, err error) {
		switch {
		case err != nil:
			p.shell.trouble(words.T("keep your choice for this sender"), err)
		case !w.given:
			tell(p.shell, words.T("The pictures are shown this once"), words.T(viewmodel.SenderNotProved))
		default:
			p.setWord(r, w)
			p.shell.layer.Toast(viewmodel.PicturesFrom(w.trust.Address), words.T("Undo"), func() { p.distrustSender(w.trust.Address) }, 0)
		}
	})
}

// distrustSender takes the word back. What is on the screen stays.
func (p *letterPane) distrustSender(address string) {
	r, ses := p.shown, p.shell.session
	inOrder(p.shell.jobs, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, ses.store.DistrustPictures(ctx, address)
	}, func(_ struct{}, err error) {
		if err != nil {
			p.shell.trouble(words.T("keep your choice for this sender"), err)
			return
		}
		p.setWord(r, pictureWord{})
	})
}

// setWord notes the word where the letter is still the one shown.
func (p *letterPane) setWord(r read, w pictureWord) {
	if p.shown.head.ID == r.head.ID {
		p.shown.word = w
	}
}
