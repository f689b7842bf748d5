package demo

import (
	"fmt"
	"strings"
)

// story is about size bytes of the ferryman's log, in lines of at most 72
// characters: a long letter in plain text. Every day is put together from one
// sentence of each kind; since the numbers of sentences differ from kind to kind,
// it is long before two days are alike.
func story(size int) string {
	var b strings.Builder
	for day := 0; b.Len() < size; day++ {
		if day > 0 {
			b.WriteString("\n")
		}
		who := passengers[day*5%len(passengers)]
		first := fmt.Sprintf("Day %d. %s %s", day+1, weathers[day*3%len(weathers)], rivers[day*4%len(rivers)])
		b.WriteString(fill(first))
		b.WriteString("\n")
		b.WriteString(fill(fmt.Sprintf("%s %s %s", fmt.Sprintf(crossings[day*7%len(crossings)], who), talks[day*6%len(talks)], fares[day*2%len(fares)])))
		b.WriteString("\n")
		b.WriteString(fill(fmt.Sprintf("%s %s", dogs[day*8%len(dogs)], evenings[day*9%len(evenings)])))
	}
	return b.String()
}

// fill breaks a paragraph into lines.
func fill(paragraph string) string {
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(paragraph) {
		switch {
		case i == 0:
		case column+1+len(word) > 72:
			b.WriteString("\n")
			column = 0
		default:
			b.WriteString(" ")
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String() + "\n"
}

// Eleven.
var weathers = []string{
	"Fog, so thick that I rang the bell on both banks to be sure of having two of them.",
	"A clear morning, and so still that the oars were the loudest thing in the county.",
	"Rain from the west, the patient kind, which does not fall so much as move in.",
	"Wind. The rope hummed all day, a little flat, and by noon I was humming with it.",
	"The first real frost: every reed had put on white, as if for a wedding.",
	"Sun after all. The whole river turned its face up like a cat.",
	"Low cloud, no colour anywhere, and then one kingfisher, which was enough.",
	"Sleet before breakfast, rain at noon, and towards four o'clock an apology of blue.",
	"Snow at last, large and slow, and every flake going down into the water without a sound.",
	"A red dawn. My father distrusted those, and so I checked the knots twice.",
	"Nothing to be said about the weather today, and I mean to enjoy that.",
}

// Nine.
var rivers = []string{
	"The river stands two hands below the mark and is in no hurry.",
	"It has risen in the night and brought me half a fence, which I shall return.",
	"The water is brown and busy, and carries leaves like a postman late on his round.",
	"Below the landing the eddy has come back, in the same place as last winter.",
	"Upstream they have opened the sluice; one hears it more than one sees it.",
	"There is a skin of ice in the reeds, thin as the glass of a watch.",
	"A heron stood on my landing stage until I needed it, and then a little longer.",
	"The current pulls to the left bank now, so I set out further up and let it help.",
	"It is the colour of tea today, and I have learnt not to argue with tea.",
}

// Thirteen.
var passengers = []string{
	"the schoolmistress with her crate of globes", "a tuner of pianos, who listened to my boat",
	"two sisters who had not spoken since spring", "the baker's boy and forty warm loaves",
	"a man with a ladder and no house to lean it on", "the midwife, in haste, both ways",
	"a clockmaker carrying the church clock in parts", "seven geese and the girl who was in charge of them",
	"the new doctor, who does not swim and said so", "a bride, her aunt, and a cake in a hatbox",
	"the postman, with one letter, for me", "an old soldier who asked to row and rowed well",
	"a painter who wanted to be left in the middle for an hour",
}

// Ten.
var crossings = []string{
	"The bell rang at seven, and on the far side stood %s.",
	"I had just put the kettle on when the bell went: %s.",
	"First over today was %s.",
	"Nobody came until noon, and then came %s.",
	"I took across %s, and stayed to help with the bank, which is steep there.",
	"Of all who crossed today I shall remember %s.",
	"In the last light, when I had already counted the money, there was %s.",
	"Twice over and twice back, and the best of it was %s.",
	"The ice kept most people at home, but not %s.",
	"It was market day, and among the baskets and the elbows sat %s.",
}

// Seventeen.
var talks = []string{
	"We said nothing, and it was a good long talk.",
	"I was asked how deep it is, and I said what my father said: deep enough to be polite to.",
	"We spoke about soup. People do, in the middle of a river.",
	"There was a question about the war, which I did not answer, and then one about eels, which I did.",
	"Half-way over there was singing, and I kept the stroke to it.",
	"I heard the news of three villages, two of them true.",
	"I was told that the world is round. From here it looks long.",
	"We both watched the same cloud and did not need to say so.",
	"I explained the rope, the pulley and the counterweight, and was thanked as though I had invented them.",
	"There was some weeping, quietly, and I looked at the other bank until it was over.",
	"I was offered an apple, ate it, and was offered the story of the tree.",
	"We were overtaken by a swan, who did not look back.",
	"The talk was of bridges. It always is, and so far there is none.",
	"I was asked whether I am not lonely, and had to laugh, with the boat so full.",
	"A hat went overboard. We turned round for it; one does.",
	"I learnt a word in a language that I shall never hear again, for the light under a boat.",
	"We counted the strokes together and came to two hundred and eleven, which is one more than usual.",
}

// Seven.
var fares = []string{
	"The fare was paid in copper.",
	"The fare was paid in eggs, of which one was double.",
	"I took no fare; some crossings are on the house, or rather on the river.",
	"The fare will be paid on Friday, and I wrote it on the slate, though I know that it will.",
	"The fare was paid with a button, and the button is a very good one.",
	"I was paid twice by mistake and rowed after them to say so.",
	"The fare was paid in advice, and I have had worse coin.",
}

// Fifteen.
var dogs = []string{
	"The dog slept in the bow and took credit for the steering.",
	"The dog has found the warm plank over the stove pipe and is not to be moved.",
	"The dog met the geese, and they have agreed on a border.",
	"The dog barked at the moon in the water, and when a fish jumped he believed himself right.",
	"The dog went across by himself, on the empty boat, and came back looking like an owner.",
	"The dog was given a biscuit by every passenger and told none of them about the others.",
	"The dog stood on the landing all day and looked upstream, as he does before a change.",
	"The dog rolled in something that I have decided not to identify.",
	"The dog would not step on the ice, and so neither did I.",
	"The dog brought me my glove, and then, after some thought, the other one.",
	"The dog listened to the piano tuner's fork with his head to one side and has hummed since.",
	"The dog has a thorn no longer, and I have a bite that we do not talk about.",
	"The dog carried the lantern for a few steps, and I have never seen anybody so proud.",
	"The dog has made friends with the postman, which ends a chapter.",
	"The dog dreams of running; his feet row, and he keeps better time than I.",
}

// Nineteen.
var evenings = []string{
	"In the evening I mended the net by the window until I could not tell the holes from the dark.",
	"I read two pages and understood one. That is a fair yield for a winter night.",
	"Soup, bread, and the last of the plums. Lamp out at nine.",
	"I wrote to my sister, and told her that all is well, and found that it is.",
	"After dark a light went along the far bank, stopped, and went on; I raised mine, and it answered.",
	"I oiled the pulley, which had begun to give its opinion of the work.",
	"I sat on the step until the stars had all come, and then went in, so as not to stare.",
	"The stove smoked, I opened the door, and the whole night came in and sat down.",
	"I put a second blanket on the bed and a third on the dog, who had asked first.",
	"It is quiet. A quiet like this has a grain, like wood, and one can plane one's thoughts along it.",
	"I carved a spoon from a piece of the fence before anybody had asked for the fence.",
	"I counted the takings, was wrong, counted again, and was wrong in the other direction.",
	"The church across the water struck eight, then, after some thought, seven.",
	"I tarred the seam by the stern. Tar, smoke and coffee: let nobody tell me of roses.",
	"There were voices on the water late, and laughter, and I was glad that they had their own boat.",
	"I practised the tune that was sung today and can now do the half of it, the lower half.",
	"My hands are the colour of the rope. It is hard to say any more who is holding whom.",
	"I have hung the lantern out, as every night. Nobody came. That is not why one hangs it out.",
	"I fell asleep over this page, as can be seen from the blot.",
}
