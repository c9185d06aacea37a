package crawler

import (
	"fmt"
	"hash/fnv"
	"net/url"
	"path"
	"slices"
	"strings"
)

// nobodys is a number that no record has.
const nobodys = "987654321"

// Templates returns an address as an application would take it for a record that
// does not exist: for each number in the query, and one that ends the path, the
// address with another number there. Addresses that differ in that number alone
// give the same one.
func Templates(address string) []string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil
	}
	var out []string
	parts := strings.Split(u.RawQuery, "&")
	for i, part := range parts {
		if name, value, ok := strings.Cut(part, "="); ok && number(value) {
			other := slices.Clone(parts)
			other[i] = name + "=" + nobodys
			to := *u
			to.RawQuery = strings.Join(other, "&")
			out = append(out, to.String())
		}
	}
	if folder, last := path.Split(u.Path); number(last) && u.RawQuery == "" {
		to := *u
		to.Path, to.RawPath = folder+nobodys, ""
		out = append(out, to.String())
	}
	return out
}

// number reports whether an address names a record by this.
func number(s string) bool {
	return s != "" && len(s) < len(nobodys) && strings.Trim(s, "0123456789") == ""
}

// Control returns an address beside another that no server has: what is
// answered for it is what the server answers for anything. It is that of a file, since
// applications that draw their pages by script answer every address without an
// ending alike, and rightly. Empty for an address that cannot be read.
func Control(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	h := fnv.New32a()
	fmt.Fprint(h, address)
	folder := u.Path
	if folder == "" || folder[len(folder)-1] != '/' {
		folder = path.Dir("/" + folder)
	}
	to := url.URL{Scheme: u.Scheme, Host: u.Host, Path: path.Join("/", folder, fmt.Sprintf("no-such-file-%08x.pdf", h.Sum32()))}
	return to.String()
}
