//go:build race

package documents

const raceDetector = true
