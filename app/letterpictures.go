package app

import (
	"context"
	"image"
	"slices"
	"strings"
	"sync"

	"golang.org/x/image/draw"

	"satchel/htmlview"
	"satchel/mailmsg"
)

// remotePictures begins to fetch the pictures of one letter from the network, until ctx ends; calling it is the reader's
// permission. arrived is called on a goroutine of its own when some came.
type remotePictures func(ctx context.Context, arrived func()) htmlview.Pictures

// mostPictureWidth is the width in pixels from which a picture is kept smaller: no letter is wider, and photographs of a
// telephone would fill the memory.
const mostPictureWidth = 2400

// decodedAtOnce is the number of pixels up to which a picture is decoded when it is first asked for.
const decodedAtOnce = 64 << 10

// letterPictures are the pictures of one letter: those it brings along and, once that is allowed, those of the network. A
// large one is given with its size alone at first and decoded meanwhile; then changed is called. Any goroutine may use it.
type letterPictures struct {
	jobs    *jobs
	ctx     context.Context   // ends with the letter
	parts   htmlview.Parts    // finds bytes only; immutable
	located map[string][]byte // attachments by where they say they come from (RFC 2557); immutable
	changed func()            // on the UI goroutine

	mu      sync.Mutex
	known   map[string]htmlview.Picture // by address as asked for; a picture of no size is none
	remote  htmlview.Pictures           // nil: not allowed
	pending []string                    // to be decoded
	working bool
	pixels  int
}

func newLetterPictures(ctx context.Context, j *jobs, attached []mailmsg.Attachment, changed func()) *letterPictures {
	p := &letterPictures{jobs: j, ctx: ctx, changed: changed, known: map[string]htmlview.Picture{}, located: map[string][]byte{}}
	for _, a := range attached {
		if a.Location != "" && a.Data != nil {
			p.located[a.Location] = a.Data
		}
	}
	p.parts.Attached = func(id string) ([]byte, bool) {
		for _, a := range attached {
			if a.ContentID == id && a.Data != nil {
				return a.Data, true
			}
		}
		return nil, false
	}
	return p
}

// isRemote says whether an address is one of the network.
func isRemote(src string) bool {
	lower := strings.ToLower(src[:min(len(src), 8)])
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// Picture implements htmlview.Pictures.
func (p *letterPictures) Picture(src string) (htmlview.Picture, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if isRemote(src) && !p.brought(src) {
		if p.remote == nil {
			return htmlview.Picture{}, false
		}
		return p.remote.Picture(src)
	}
	if pic, ok := p.known[src]; ok {
		return pic, pic.Width > 0
	}
	data, ok := p.bytes(src)
	pic := htmlview.Picture{}
	if ok {
		pic, _ = htmlview.Measure(data)
	}
	if area := pic.Width * pic.Height; area > 0 && area <= decodedAtOnce && htmlview.PictureKind(data) != "svg" { // a drawing may take longer than its size says
		pic, _ = htmlview.Decode(data, &p.pixels)
	} else if area > 0 {
		p.later(src)
	}
	p.known[src] = pic
	return pic, pic.Width > 0
}

// bytes gives the encoded picture that the letter brings along.
func (p *letterPictures) bytes(src string) ([]byte, bool) {
	if data, ok := p.located[src]; ok {
		return data, true
	}
	return p.parts.Bytes(src)
}

// brought says whether the letter brings the picture of an address of the network along.
func (p *letterPictures) brought(src string) bool {
	_, ok := p.located[src]
	return ok
}

// later has a picture decoded on a goroutine of its own, one after the other.
func (p *letterPictures) later(src string) {
	p.pending = append(p.pending, src)
	if !p.working {
		p.working = true
		background(p.jobs, func(context.Context) (struct{}, error) { return struct{}{}, p.decodeAll() },
			func(struct{}, error) {
				if p.ctx.Err() == nil {
					p.changed()
				}
			})
	}
}

// decodeAll decodes until nothing is pending.
func (p *letterPictures) decodeAll() error {
	for {
		p.mu.Lock()
		if len(p.pending) == 0 || p.ctx.Err() != nil {
			p.working = false
			p.mu.Unlock()
			return p.ctx.Err()
		}
		src, pixels := p.pending[0], p.pixels
		p.pending = p.pending[1:]
		p.mu.Unlock()
		data, _ := p.bytes(src)
		pic, ok := htmlview.Decode(data, &pixels)
		if ok {
			pic.Image = smaller(pic.Image)
		}
		p.mu.Lock()
		p.known[src], p.pixels = pic, max(p.pixels, pixels)
		p.mu.Unlock()
	}
}

// smaller gives a picture no wider than any letter shows it.
func smaller(img image.Image) image.Image {
	b := img.Bounds()
	if _, moves := img.(*htmlview.Animation); moves || b.Dx() <= mostPictureWidth {
		return img
	}
	out := image.NewRGBA(image.Rect(0, 0, mostPictureWidth, max(1, b.Dy()*mostPictureWidth/b.Dx())))
	draw.ApproxBiLinear.Scale(out, out.Bounds(), img, b, draw.Src, nil)
	return out
}

// allow has the pictures of the network fetched from now on.
func (p *letterPictures) allow(fetch remotePictures) {
	remote := fetch(p.ctx, func() {
		p.jobs.post(func() {
			if p.ctx.Err() == nil {
				p.changed()
			}
		})
	})
	p.mu.Lock()
	defer p.mu.Unlock()
	p.remote = remote
}

// allowed says whether the pictures of the network are shown.
func (p *letterPictures) allowed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.remote != nil
}

// wantsAttachments says whether a page may show pictures that the letter brings along as attachments.
func wantsAttachments(m *mailmsg.Message) bool {
	if m.HTML == "" {
		return false
	}
	return slices.ContainsFunc(m.Attachments, ofThePage)
}

// ofThePage says whether a page can name the attachment as its picture.
func ofThePage(a mailmsg.Attachment) bool {
	return (a.ContentID != "" || a.Location != "") && strings.HasPrefix(a.Kind(), "image/")
}
