//go:build unix

package main

import "golang.org/x/sys/unix"

// freeSpace is how many bytes a user may still write to a folder's disk.
func freeSpace(dir string) (uint64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return uint64(st.Bavail) * uint64(st.Bsize), nil
}

// codePage is 0: only Windows has them.
func codePage() uint32 { return 0 }
