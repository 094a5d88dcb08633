package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
)

// The demo brings no photographs: its pictures are drawn when it starts.

const (
	drawnWidth, drawnHeight = 480, 360
	drawnQuality            = 82
	drawnSamples            = 2 // per pixel and direction, so that edges are smooth
)

// point is a place on a drawing: x goes from 0 to 4 and y from 0 to 3, downwards.
type point struct{ x, y float64 }

// form tells which points are inside.
type form func(p point) bool

// layer is a form in one colour that darkens towards its lower end.
type layer struct {
	form   form
	colour color.RGBA
	shade  float64 // how much darker at y = 3 than at y = 0
}

func (l layer) at(p point) color.RGBA {
	k := 1 - l.shade*p.y/3
	return color.RGBA{uint8(float64(l.colour.R) * k), uint8(float64(l.colour.G) * k), uint8(float64(l.colour.B) * k), 255}
}

// paint draws layers over each other and returns a JPEG.
func paint(layers ...layer) ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, drawnWidth, drawnHeight))
	for y := range drawnHeight {
		for x := range drawnWidth {
			img.SetRGBA(x, y, pixel(layers, x, y))
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: drawnQuality}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func pixel(layers []layer, x, y int) color.RGBA {
	var r, g, b int
	for i := range drawnSamples * drawnSamples {
		p := point{
			4 * (float64(x) + (float64(i%drawnSamples)+0.5)/drawnSamples) / drawnWidth,
			3 * (float64(y) + (float64(i/drawnSamples)+0.5)/drawnSamples) / drawnHeight,
		}
		c := top(layers, p)
		r, g, b = r+int(c.R), g+int(c.G), b+int(c.B)
	}
	const n = drawnSamples * drawnSamples
	return color.RGBA{uint8(r / n), uint8(g / n), uint8(b / n), 255}
}

// top is the colour of the uppermost layer at a point; the lowest is everywhere.
func top(layers []layer, p point) color.RGBA {
	for i := len(layers) - 1; i > 0; i-- {
		if layers[i].form(p) {
			return layers[i].at(p)
		}
	}
	return layers[0].at(p)
}

func everywhere(point) bool { return true }

func box(x0, y0, x1, y1 float64) form {
	return func(p point) bool { return p.x >= x0 && p.x < x1 && p.y >= y0 && p.y < y1 }
}

func ellipse(cx, cy, rx, ry float64) form {
	return func(p point) bool {
		dx, dy := (p.x-cx)/rx, (p.y-cy)/ry
		return dx*dx+dy*dy < 1
	}
}

// polygon is what lies between its corners.
func polygon(corners ...point) form {
	return func(p point) bool {
		inside := false
		for i, a := range corners {
			b := corners[(i+1)%len(corners)]
			if (a.y > p.y) != (b.y > p.y) && p.x < a.x+(p.y-a.y)*(b.x-a.x)/(b.y-a.y) {
				inside = !inside
			}
		}
		return inside
	}
}

// without is a form with another one cut out.
func without(f, hole form) form { return func(p point) bool { return f(p) && !hole(p) } }

// both is where two forms overlap.
func both(f, g form) form { return func(p point) bool { return f(p) && g(p) } }

// every repeats a form along x.
func every(step float64, f form) form {
	return func(p point) bool { return f(point{p.x - step*math.Floor(p.x/step), p.y}) }
}

func rgb(hex uint32) color.RGBA {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255}
}
