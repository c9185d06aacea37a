package main

import (
	"github.com/inconshreveable/mousetrap"
	"golang.org/x/sys/windows"
)

// here is where this process runs. The console's code page is left alone: to a
// console Go writes in UTF-16, whatever the page, and the page is shared with all
// else in the window. What reads us through a pipe gets UTF-8.
func here() desktop {
	if !mousetrap.StartedByExplorer() {
		return desktop{}
	}
	documents, err := windows.KnownFolderPath(windows.FOLDERID_Documents, 0)
	if err != nil {
		documents = ""
	}
	return desktop{clicked: true, documents: documents, open: openFile}
}

// openFile opens a file with the program that is set for its kind.
func openFile(path string) error {
	verb, err := windows.UTF16PtrFromString("open")
	if err != nil {
		return err
	}
	file, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	return windows.ShellExecute(0, verb, file, nil, nil, windows.SW_SHOWNORMAL)
}
