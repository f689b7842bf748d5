package htmlview

// distribute shares a width out to columns (CSS tables 3, 4.5, as Chromium does it): between the guesses "least",
// "percentages", "fixed widths" and "most" it goes step by step, above the last one what is left goes to the columns
// that have no width of their own. whole is what percentages are of.
func distribute(cols []column, target, whole float32) []float32 {
	n := len(cols)
	least, percent, fixed, most := make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
	for i := range cols {
		c := &cols[i]
		least[i], percent[i], fixed[i], most[i] = c.least, c.least, c.least, c.least
		switch {
		case c.percent > 0:
			w := max(c.least, c.percent*whole/100)
			percent[i], fixed[i], most[i] = w, w, w
		case c.fixed:
			fixed[i], most[i] = max(c.least, c.most), max(c.least, c.most)
		default:
			most[i] = max(c.least, c.most)
		}
	}
	guesses := [][]float32{least, percent, fixed, most}
	if target <= total(least) {
		return least
	}
	for g := 1; g < len(guesses); g++ {
		lo, hi := total(guesses[g-1]), total(guesses[g])
		if target > hi {
			continue
		}
		share := float32(1)
		if hi > lo {
			share = (target - lo) / (hi - lo)
		}
		out := make([]float32, n)
		for i := range out {
			out[i] = guesses[g-1][i] + (guesses[g][i]-guesses[g-1][i])*share
		}
		return out
	}
	grow(cols, most, target-total(most))
	return most
}

func total(v []float32) float32 {
	s := float32(0)
	for _, w := range v {
		s += w
	}
	return s
}

// grow spreads surplus over the automatic columns in proportion to what they would like, else over the fixed ones, else
// over those with percentages.
func grow(cols []column, widths []float32, surplus float32) {
	kind := func(c *column) int {
		switch {
		case c.percent > 0:
			return 2
		case c.fixed:
			return 1
		}
		return 0
	}
	for want := 0; want <= 2; want++ {
		sum, count := float32(0), 0
		weight := func(i int) float32 {
			if want == 2 {
				return cols[i].percent
			}
			return cols[i].most
		}
		for i := range cols {
			if kind(&cols[i]) == want {
				sum += weight(i)
				count++
			}
		}
		if count == 0 {
			continue
		}
		for i := range cols {
			if kind(&cols[i]) != want {
				continue
			}
			if sum > 0 {
				widths[i] += surplus * weight(i) / sum
			} else {
				widths[i] += surplus / float32(count)
			}
		}
		return
	}
}
