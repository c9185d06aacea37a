package crawler

import (
	"fmt"
	"hash/fnv"
	"net/url"
	"path"
)

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
