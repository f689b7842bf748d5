package htmlview

import (
	"strings"

	"satchel/htmlview/css"
)

// control shows a form's element as an inert box.
func (b *boxBuilder) control(into *box, n *node) {
	st := n.style
	c := b.page.newBox(boxBlock, st, n)
	c.atomic = !st.isBlock() && !st.outOfFlow()
	kind := n.attr("type")
	label := ""
	switch n.el.Tag {
	case "input":
		label = n.attr("value")
		if label == "" {
			label = map[string]string{"submit": "Submit", "reset": "Reset"}[kind]
		}
		if kind == "" || kind == "text" || kind == "email" || kind == "password" || kind == "search" || kind == "tel" || kind == "url" {
			if st.width.IsAuto() {
				st.width = css.Px(st.size * 13.875) // 20 characters
			}
			if kind == "password" {
				label = ""
			}
		}
		if kind == "checkbox" || kind == "radio" {
			st.width, st.height, label = css.Px(13), css.Px(13), ""
			for i := range st.padding {
				st.padding[i] = css.Px(0)
			}
		}
	case "button":
		b.fill(c, n)
	case "textarea":
		if st.width.IsAuto() {
			st.width = css.Px(st.size * 13.6)
		}
		if st.height.IsAuto() {
			st.height = css.Px(36)
		}
		label = words(n)
	case "select":
		label = words(firstOption(n)) + "\u2003\u2002"
	}
	if label == "" && len(c.children) == 0 {
		label = "\u200b"
	}
	if label != "" {
		text := b.page.newBox(boxText, st, n)
		text.content = label
		b.append(c, text)
	}
	b.append(into, c)
}

// words is the text below a node.
func words(n *node) string {
	if n == nil {
		return ""
	}
	if n.isText {
		return n.text
	}
	var text strings.Builder
	for _, c := range n.children {
		text.WriteString(words(c))
	}
	return text.String()
}

// firstOption is what a select shows.
func firstOption(n *node) *node {
	for _, c := range n.children {
		if c.el.Tag == "option" {
			return c
		}
		if o := firstOption(c); o != nil {
			return o
		}
	}
	return nil
}
