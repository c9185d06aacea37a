//go:build !race

package documents

const raceDetector = false
