// Package css reads the style sheets of letters: tokens, rules, selectors, media conditions, lengths and colours
// (CSS 2.1, with what mail uses of selectors 3, values 3 and media queries 4).
//
// It holds no property's meaning and fetches nothing: @import and @font-face are passed over. Every input gives a
// sheet; what cannot be read is skipped to where the standard says reading goes on. All work is bounded by the size of
// the input, and matching by a Budget.
package css
