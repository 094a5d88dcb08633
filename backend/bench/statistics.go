package main

import (
	"slices"
	"time"
)

func median(list []float64) float64 {
	s := slices.Sorted(slices.Values(list))
	if len(s) == 0 {
		return 0
	}
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// medianRatio is the median of the ratios of what was measured side by side.
func medianRatio(values, floors []float64) float64 {
	list := make([]float64, len(values))
	for i := range values {
		list[i] = values[i] / floors[i]
	}
	return median(list)
}

func percentile(list []time.Duration, p float64) time.Duration {
	s := slices.Sorted(slices.Values(list))
	if len(s) == 0 {
		return 0
	}
	return s[min(len(s)-1, int(float64(len(s))*p))]
}
