package assets

import (
	"embed"
	"strconv"
)

//go:embed icon/*.png
var appIcons embed.FS

// AppIcon is the application's icon as PNG, size being the width in pixels: 16, 24,
// 32, 48, 64, 128, 256 or 512. Another size gives the largest.
func AppIcon(size int) []byte {
	data, err := appIcons.ReadFile("icon/" + strconv.Itoa(size) + ".png")
	if err != nil {
		data, _ = appIcons.ReadFile("icon/512.png")
	}
	return data
}
