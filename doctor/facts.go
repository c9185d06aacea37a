// Package doctor says whether a machine has what itacheck needs, and what to do
// where it has not. It looks at nothing itself: it judges the facts that it is
// given, which say nothing about good and bad.
package doctor

import (
	"net/netip"
	"time"

	"itacheck/ita"
)

// Facts are what was found on a machine, and on the way to a website.
type Facts struct {
	Program  string // its version
	OS, Arch string // as Go names them
	Now      time.Time
	Rules    Rules
	Proxy    []Setting // what is set of the environment's variables that name proxies
	Roots    Roots
	Site     *Site // nil: none was asked
	Data     Folder
	Temp     Folder
	Browser  Browser
	Fonts    Fonts
	OCR      OCR
	Terminal Terminal
}

// Rules are what the program knows of the year that an audit would be for.
type Rules struct {
	Year     ita.FiscalYear
	Scheme   string
	File     string         // the agency file that says so; empty: the year is today's
	Standing ita.Standing   // of the year's list; empty: there is none
	Nearest  ita.FiscalYear // the year whose list can be applied in its place
}

// Setting is a variable of the environment.
type Setting struct{ Name, Value string }

// Roots are the certificates by which others are trusted.
type Roots struct {
	Problem string // why the system's could not be loaded
	Count   int    // of the certificates loaded; negative: the system checks by itself
	File    string // SSL_CERT_FILE
	InFile  int    // certificates in it
	FileErr string // why it could not be read
}

// Site is a website that was asked for one address.
type Site struct {
	Address      string
	Failure      string // ita.Fail code; empty: it answered
	Detail       string // of the failure
	Status       int
	Warnings     []string
	Proxy        string // that the request went through; empty: none
	Addresses    []netip.Addr
	Private      []netip.Addr
	AllowPrivate bool // private addresses may be asked
	Issuer       string
	Until        time.Time // the certificate's last moment; zero: none was shown
	Ahead        time.Duration
	Compared     bool // Ahead is how far the site's clock is ahead of ours
}

// Folder is where the program keeps something.
type Folder struct {
	Path    string
	Problem string // why it cannot be written to; empty: it can
	Free    uint64 // bytes
	Unknown bool   // the free space could not be told
}

// Browser is an installed Chromium, Chrome or Edge.
type Browser struct {
	Path    string // empty: none
	Version string
	Problem string // why it does not say its version
}

// Fonts are those that have Thai letters.
type Fonts struct {
	Names   []string
	Unknown string // why they could not be listed
}

// OCR is the program that reads scans.
type OCR struct {
	Path string // empty: none
	Thai bool   // it has the Thai model
}

// Terminal is where reports are shown.
type Terminal struct {
	Is       bool // and not a file or another program
	Columns  int  // 0: unknown
	Color    bool
	UTF8     bool
	CodePage uint32 // Windows only
}
