package cli

import (
	"encoding/json"
	"fmt"
	"image/color"
	"io"
	"math"

	"satchel/htmlview"
	"satchel/typeset"
)

// The JSON of render: places in CSS px of the page, rounded to a tenth.
type renderJSON struct {
	Engine string      `json:"engine"`
	Width  px          `json:"width"`
	Height px          `json:"height"`
	Words  []wordJSON  `json:"words"`
	Images []imageJSON `json:"images"`
	Links  []linkJSON  `json:"links"`
	Boxes  []boxJSON   `json:"boxes"`
	Notes  []string    `json:"notes"`
}

type px float64

func (p px) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%g", math.Round(float64(p)*10)/10), nil
}

type placeJSON struct {
	X px `json:"x"`
	Y px `json:"y"`
	W px `json:"w"`
	H px `json:"h"`
}

type wordJSON struct {
	Text string `json:"t"`
	placeJSON
	Size   px     `json:"fs"`
	Color  string `json:"c"`
	Bold   int    `json:"b"`
	Italic int    `json:"i"`
	Link   int    `json:"l"`
}

type imageJSON struct {
	Src string `json:"src"`
	Alt string `json:"alt"`
	placeJSON
	Link int `json:"l"`
}

type linkJSON struct {
	Href string `json:"href"`
	placeJSON
}

type boxJSON struct {
	placeJSON
	Background string `json:"bg"`
	Borders    [4]px  `json:"bw"`
}

func place(b typeset.Box) placeJSON { return placeJSON{px(b.X), px(b.Y), px(b.W), px(b.H)} }

func hexColor(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

func flagOf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// pageJSON gives what writes a page's JSON.
func pageJSON(p *htmlview.Page) func(io.Writer) error {
	j := renderJSON{Engine: "satchel", Width: px(p.Width), Height: px(p.Height), Words: []wordJSON{}, Images: []imageJSON{}, Links: []linkJSON{}, Boxes: []boxJSON{}, Notes: notNull(p.Notes)}
	for _, w := range p.Words {
		j.Words = append(j.Words, wordJSON{w.Text, place(w.Box), px(w.Size), hexColor(w.Color), flagOf(w.Bold), flagOf(w.Italic), w.Link})
	}
	for _, m := range p.Images {
		j.Images = append(j.Images, imageJSON{m.Src, m.Alt, place(m.Box), m.Link})
	}
	for _, l := range p.Links {
		j.Links = append(j.Links, linkJSON{l.Href, place(l.Box)})
	}
	for _, b := range p.Boxes {
		box := boxJSON{placeJSON: place(b.Box)}
		if b.Background.A > 12 {
			box.Background = hexColor(b.Background)
		}
		for i := range b.Borders {
			box.Borders[i] = px(b.Borders[i])
		}
		j.Boxes = append(j.Boxes, box)
	}
	return func(w io.Writer) error { return json.NewEncoder(w).Encode(j) }
}
