package main

import "golang.org/x/sys/windows"

// freeSpace is how many bytes a user may still write to a folder's disk.
func freeSpace(dir string) (free uint64, err error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	err = windows.GetDiskFreeSpaceEx(name, &free, nil, nil)
	return free, err
}

// codePage is the one of the console's output; 0 where there is no console.
func codePage() uint32 {
	page, err := windows.GetConsoleOutputCP()
	if err != nil {
		return 0
	}
	return page
}
