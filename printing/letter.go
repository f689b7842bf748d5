package printing

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"satchel/htmlview"
	"satchel/typeset"
)

// Paper is a sheet's size in points.
type Paper struct{ Width, Height float32 }

// The two that printers hold.
var (
	A4       = Paper{595.28, 841.89}
	USLetter = Paper{612, 792}
)

// Options of Write.
type Options struct {
	Paper    Paper // zero: A4
	Fonts    *typeset.Fonts
	Pictures htmlview.Pictures // as shown in the window: what is not at hand is not asked for. nil: none
}

const (
	ptPerPx = 0.75 // 96 px and 72 points to the inch
	margin  = 42.5 // points: 15 mm
	foot    = 24   // points above the lower margin, for the foot
)

// Write lays a letter out for paper and writes it as PDF. What is wider than the paper is made smaller. It asks for
// pictures and shapes text, so Fonts must not be in use elsewhere; ctx ends it between pages.
func Write(ctx context.Context, w io.Writer, l *htmlview.Letter, h Head, o Options) error {
	if o.Paper == (Paper{}) {
		o.Paper = A4
	}
	p := newPrinter(w, o)
	body := l.Layout(htmlview.View{Width: p.width, Height: p.height, Paper: true, Fonts: o.Fonts, Pictures: o.Pictures})
	p.body, p.fit = body, min(1, p.width/body.Width)
	p.head = p.layOut(h.html())
	gap := float32(0)
	if p.head.bottom > 0 {
		gap = min(p.head.bottom, p.height/2) + 12
	}
	pages := newBreaker(paperItems(body), p.height/p.fit).pages((p.height-gap)/p.fit, p.height/p.fit)
	if len(pages) == 0 {
		pages = []span{{}}
	}
	var list []ref
	for i, s := range pages {
		if err := ctx.Err(); err != nil {
			return err
		}
		list = append(list, p.page(s, i, len(pages), gap, h))
	}
	if err := p.finish(list, h); err != nil {
		return fmt.Errorf("write a letter as PDF: %w", err)
	}
	return nil
}

// printer writes one letter.
type printer struct {
	*document
	paper         Paper
	fonts         *typeset.Fonts
	width, height float32 // of a page's text in px
	body          *htmlview.Page
	items         []typeset.Item
	fit           float32 // px of paper to one of the letter
	head          strip
	parent        ref
}

// strip is a head or a foot.
type strip struct {
	list   *typeset.List
	bottom float32
}

func newPrinter(w io.Writer, o Options) *printer {
	p := &printer{document: newDocument(newFile(w), o.Fonts), paper: o.Paper, fonts: o.Fonts}
	p.width = (o.Paper.Width - 2*margin) / ptPerPx
	p.height = (o.Paper.Height - 2*margin - foot) / ptPerPx
	p.parent = p.reserve()
	return p
}

// layOut lays out a head or foot over the text's width.
func (p *printer) layOut(src string) strip {
	page := htmlview.Parse([]byte(src)).Layout(htmlview.View{Width: p.width, Height: 1, Fonts: p.fonts})
	return strip{page.List, newBreaker(page.List, p.height).bottom}
}

// paperItems leaves out a light colour of the whole sheet: paper is light by itself, and its edges would show.
func paperItems(page *htmlview.Page) *typeset.List {
	bg := page.Background
	if 3*int(bg.R)+6*int(bg.G)+int(bg.B) < 1800 {
		return page.List
	}
	items := make([]typeset.Item, 0, len(page.List.Items))
	for _, it := range page.List.Items {
		if f, ok := it.(*typeset.Fill); ok && f.H > page.Height && f.Gradient == nil {
			continue
		}
		items = append(items, it)
	}
	return &typeset.List{Items: items, Width: page.Width, Height: page.Height}
}

// page writes one page with what the span holds of the letter.
func (p *printer) page(s span, n, of int, gap float32, h Head) ref {
	if p.items == nil {
		p.items = paperItems(p.body).Items
	}
	var out bytes.Buffer
	top := float32(margin) // points from the upper edge
	if n == 0 && gap > 0 {
		p.slice(&out, p.head.list, span{0, min(p.head.bottom, gap)}, p.width, top, 1)
		top += gap * ptPerPx
	}
	p.slice(&out, &typeset.List{Items: p.items}, s, max(p.body.Width, p.width), top, p.fit)
	below := p.layOut(h.foot(n+1, of))
	p.slice(&out, below.list, span{0, below.bottom}, p.width, p.paper.Height-margin-foot/2, 1)
	content, page := p.reserve(), p.reserve()
	p.stream(content, "", out.Bytes())
	p.object(page, fmt.Sprintf("<< /Type /Page /Parent %s /MediaBox [0 0 %s] /Resources %s /Contents %s >>",
		p.parent, nums(p.paper.Width, p.paper.Height), p.resources, content))
	return page
}

// slice draws a part of a list so that its upper edge stands top points below the sheet's.
func (p *printer) slice(out *bytes.Buffer, list *typeset.List, s span, width, top, fit float32) {
	scale := ptPerPx * fit
	c := canvas{document: p.document, out: out, top: s.top, slice: typeset.Box{W: width, H: s.bottom - s.top}}
	fmt.Fprintf(out, "q\n%s cm\n", nums(scale, 0, 0, -scale, margin, p.paper.Height-top))
	c.draw(list.Items)
	fmt.Fprint(out, "Q\n")
}

// finish writes what all pages share and the table of objects.
func (p *printer) finish(pages []ref, h Head) error {
	p.writeResources()
	kids := make([]string, len(pages))
	for i, r := range pages {
		kids[i] = r.String()
	}
	p.object(p.parent, fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(pages)))
	root, info := p.reserve(), p.reserve()
	p.object(root, fmt.Sprintf("<< /Type /Catalog /Pages %s /ViewerPreferences << /DisplayDocTitle true >> >>", p.parent))
	p.object(info, fmt.Sprintf("<< /Title %s /Author %s /Producer (Satchel) >>", textString(h.Subject), textString(h.From)))
	return p.file.finish(root, info)
}
