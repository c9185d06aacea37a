package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// DBName is the name of the database that makes a folder a run folder.
const DBName = "run.db"

// What else a run folder holds.
const (
	lockName   = "run.lock"
	reportsDir = "agencies"
	temporary  = ".tmp-" // begins the name of a file that is being written
)

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// reportPath is where an agency's report is kept.
func reportPath(dir, id string) string {
	return filepath.Join(dir, reportsDir, fileName(id)+".json")
}

// Names that Windows keeps for devices, whatever follows the first dot.
const devices = " con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9 "

// fileName makes a file name of an agency's id. ASCII letters, digits and the
// signs . _ - stay as they are, everything else is written as %XX.
func fileName(id string) string {
	const most = 120
	var b strings.Builder
	for i := range len(id) {
		c := id[i]
		plain := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-' || c == '.' && i > 0
		if plain {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	name := b.String()
	if base, _, _ := strings.Cut(strings.ToLower(name), "."); strings.Contains(devices, " "+base+" ") {
		name = "%" + name
	}
	if len(name) > most {
		name = name[:most] + "~" + hash(id)[:12]
	}
	return name
}

// replaceFile writes a file under another name and then puts it in its place,
// so that the file is always whole, and returns its length. It does not wait
// for the disk: after a power cut the file can be shorter.
func replaceFile(path string, write func(io.Writer) error) (size int64, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), temporary+"*")
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err := write(f); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	if err := f.Chmod(0o644); err != nil {
		return 0, err
	}
	if err := f.Close(); err != nil {
		return 0, err
	}
	return info.Size(), os.Rename(f.Name(), path)
}

// removeTemporary removes what a run that was killed had not finished writing.
func removeTemporary(dir string) error {
	for _, d := range []string{dir, filepath.Join(dir, reportsDir)} {
		entries, err := os.ReadDir(d)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), temporary) {
				if err := os.Remove(filepath.Join(d, e.Name())); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
