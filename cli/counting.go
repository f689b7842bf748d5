package cli

import (
	"fmt"
	"io"
	"time"
)

// counting draws one line about work that goes through many messages, on a terminal only: "Reading back 12 of 340".
type counting struct {
	w     io.Writer // nil: nothing is drawn
	now   func() time.Time
	step  string
	drawn time.Time
}

// countingPause keeps the line from costing more than the work.
const countingPause = 100 * time.Millisecond

func newCounting(c *call) *counting {
	if !c.IsTerminal {
		return &counting{}
	}
	return &counting{w: c.Err, now: c.now}
}

func (p *counting) begin(step string) { p.step = step }

func (p *counting) progress(done, of int64) {
	if p.w == nil || p.now().Sub(p.drawn) < countingPause {
		return
	}
	p.drawn = p.now()
	text := fmt.Sprintf("%s: %s", p.step, thousands(done))
	if of > 0 {
		text += " of " + thousands(of)
	}
	fmt.Fprintf(p.w, "\r%s", fit(text, progressCells))
}

// clear takes the line away.
func (p *counting) clear() {
	if p.w != nil && !p.drawn.IsZero() {
		fmt.Fprintf(p.w, "\r%s\r", fit("", progressCells))
		p.drawn = time.Time{}
	}
}
