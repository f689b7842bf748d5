package mailstore

import "testing"

func TestChunkOf(t *testing.T) {
	const half = indexChunk / 2
	for _, c := range []struct {
		name  string
		bytes []int64
		want  int
	}{
		{"one", []int64{1}, 1},
		{"one longer than a chunk stands alone", []int64{indexChunk + 1, 1}, 1},
		{"all that fit", []int64{1, 2, 3}, 3},
		{"exactly a chunk", []int64{half, half, 1}, 2},
		{"a long one waits for the next", []int64{1, indexChunk, 1}, 1},
		{"empty ones cost nothing", []int64{0, 0, 0, indexChunk}, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			waiting := make([]wordsOf, len(c.bytes))
			for i, bytes := range c.bytes {
				waiting[i] = wordsOf{int64(i), bytes}
			}
			if got := chunkOf(waiting); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}
