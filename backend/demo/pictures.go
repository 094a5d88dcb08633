package demo

// What the people of the demo photograph.

// shirt is a T-shirt in one colour that lies on a wooden table.
func shirt(colour uint32) ([]byte, error) {
	outline := polygon(
		point{1.55, 0.55}, point{2.45, 0.55}, point{3.35, 1.0}, point{3.05, 1.6}, point{2.7, 1.42},
		point{2.72, 2.7}, point{1.28, 2.7}, point{1.3, 1.42}, point{0.95, 1.6}, point{0.65, 1.0},
	)
	collar := ellipse(2, 0.55, 0.36, 0.24)
	shadow := func(p point) bool { return outline(point{p.x - 0.05, p.y - 0.06}) }
	return paint(
		layer{everywhere, rgb(0xc99b6a), 0.25},
		layer{every(0.8, box(0, 0, 0.015, 3)), rgb(0x8f6740), 0.2},
		layer{without(shadow, collar), rgb(0x85603c), 0.1},
		layer{without(outline, collar), rgb(colour), 0.28},
		layer{both(outline, without(ellipse(2, 0.55, 0.43, 0.31), collar)), rgb(0xf4f1ea), 0.1},
		layer{both(outline, box(1.28, 2.6, 2.72, 2.63)), rgb(0xf4f1ea), 0},
		layer{ellipse(2.32, 1.25, 0.13, 0.13), rgb(0xf2b632), 0},
	)
}

// cake is a birthday cake with candles.
func cake() ([]byte, error) {
	layers := []layer{
		{everywhere, rgb(0xf6d9dd), 0.2},
		{box(0, 2.35, 4, 3), rgb(0x9a6b52), 0},
		{ellipse(2, 2.42, 1.6, 0.2), rgb(0xfbfaf7), 0.1},
		{box(0.95, 1.45, 3.05, 2.38), rgb(0x7b4a32), 0.1},
		{box(0.95, 1.8, 3.05, 1.9), rgb(0xfff1dc), 0},
		{box(0.95, 1.3, 3.05, 1.55), rgb(0xf48fb1), 0.05},
		{both(box(0.95, 1.5, 3.05, 1.75), every(0.3, ellipse(0.15, 1.52, 0.11, 0.2))), rgb(0xf48fb1), 0.05},
		{ellipse(2, 1.3, 1.05, 0.14), rgb(0xffb3cb), 0},
	}
	for i, colour := range []uint32{0x4f9fd9, 0xf2b632, 0x58b77d, 0xf2b632, 0x4f9fd9} {
		x := 1.3 + 0.35*float64(i)
		layers = append(layers,
			layer{box(x-0.04, 0.75, x+0.04, 1.28), rgb(colour), 0},
			layer{ellipse(x, 0.62, 0.055, 0.12), rgb(0xff9d2e), 0},
			layer{ellipse(x, 0.65, 0.025, 0.06), rgb(0xfff3b0), 0},
		)
	}
	return paint(layers...)
}

// shop is the owner's shop, seen from across the street.
func shop() ([]byte, error) {
	return paint(
		layer{everywhere, rgb(0x9cc9e8), -0.05},
		layer{box(0, 2.45, 4, 3), rgb(0x8b8d92), 0.1},
		layer{box(0.5, 0.5, 3.5, 2.5), rgb(0xc8664c), 0.2},
		layer{box(0.5, 0.62, 3.5, 0.95), rgb(0x23404f), 0},
		layer{both(box(1.1, 0.74, 2.9, 0.84), without(everywhere, every(0.22, box(0, 0, 0.06, 3)))), rgb(0xf4e9cf), 0},
		layer{box(0.75, 1.25, 2.35, 2.2), rgb(0xfbe7b2), 0.15},
		layer{both(box(0.75, 1.7, 2.35, 2.2), every(0.4, ellipse(0.2, 2.12, 0.13, 0.34))), rgb(0x3d6ea5), 0},
		layer{box(2.65, 1.25, 3.25, 2.5), rgb(0x2f5d50), 0.1},
		layer{box(2.75, 1.38, 3.15, 1.95), rgb(0xfbe7b2), 0.1},
		layer{both(polygon(point{0.6, 0.95}, point{3.4, 0.95}, point{3.6, 1.25}, point{0.4, 1.25}), everywhere), rgb(0xf7f3ea), 0},
		layer{both(polygon(point{0.6, 0.95}, point{3.4, 0.95}, point{3.6, 1.25}, point{0.4, 1.25}), every(0.4, box(0, 0, 0.2, 3))), rgb(0xd9483b), 0},
	)
}

// parcel is a box with a label, in front of a door.
func parcel() ([]byte, error) {
	return paint(
		layer{everywhere, rgb(0xd8d3c8), 0.15},
		layer{box(0, 2.2, 4, 3), rgb(0x6f6a62), 0.1},
		layer{polygon(point{0.9, 1.2}, point{1.3, 0.85}, point{3.2, 0.85}, point{2.9, 1.2}), rgb(0xd6a871), 0},
		layer{box(0.9, 1.2, 2.9, 2.6), rgb(0xbf8f58), 0.2},
		layer{polygon(point{2.9, 1.2}, point{3.2, 0.85}, point{3.2, 2.2}, point{2.9, 2.6}), rgb(0x99703f), 0.2},
		layer{box(1.8, 1.2, 2.0, 2.6), rgb(0xe3c79b), 0.2},
		layer{polygon(point{1.8, 1.2}, point{2.15, 0.85}, point{2.35, 0.85}, point{2.0, 1.2}), rgb(0xefd9b4), 0},
		layer{box(1.05, 1.75, 1.65, 2.2), rgb(0xfdfcf9), 0},
		layer{both(box(1.12, 1.85, 1.5, 2.1), func(p point) bool { return int(p.y*25)%2 == 0 }), rgb(0x3b3b3b), 0},
	)
}
