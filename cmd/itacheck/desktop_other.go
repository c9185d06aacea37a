//go:build !windows

package main

// here is where this process runs. Elsewhere than on Windows a double-click
// starts no program in a window that closes with it.
func here() desktop { return desktop{} }
