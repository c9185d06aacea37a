package notify

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"itacheck/internal/strictyaml"
)

// source says where a setting is to be found: in the environment, in a file,
// or, for what is no secret, in the YAML file itself.
type source struct {
	env, file, plain string
}

func (s source) isZero() bool { return s == source{} }

// String returns the source as it is written in YAML, for errors.
func (s source) String() string {
	switch {
	case s.env != "":
		return "${" + s.env + "}"
	case s.file != "":
		return "file:" + s.file
	}
	return s.plain
}

var (
	envPattern      = regexp.MustCompile(`^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$`)
	absolutePattern = regexp.MustCompile(`^(/|[A-Za-z]:[\\/]|\\\\)`) // of any system, so that a file is checked alike on all
)

// secretOf reads where a secret is kept. One that is written out is a mistake,
// and is not repeated in it.
func secretOf(v strictyaml.Value) source {
	s := settingOf(v)
	if s.plain != "" {
		v.Mistake("a secret must not stand in this file: put it into an environment variable and write ${NAME}, or into a file of its own and write file:/path/to/it")
		return source{}
	}
	return s
}

// settingOf reads a setting that may be written out, being no secret.
func settingOf(v strictyaml.Value) source {
	text := v.Text()
	if m := envPattern.FindStringSubmatch(text); m != nil {
		return source{env: m[1]}
	}
	if path, ok := strings.CutPrefix(text, "file:"); ok {
		if !absolutePattern.MatchString(path) {
			v.Mistake("file: needs the whole path, such as file:/etc/itacheck/token, since a scheduled run may begin in any folder")
			return source{}
		}
		return source{file: path}
	}
	if strings.Contains(text, "${") {
		v.Mistake("a variable stands alone, as in ${NAME}: put the whole value into it")
		return source{}
	}
	return source{plain: text}
}

// hidden is a secret that has been read. Being a function, it cannot be printed
// by mistake, not even as part of a structure.
type hidden func() string

func plainly(s string) hidden { return func() string { return s } }

// maxSecret is the longest secret that a file may hold.
const maxSecret = 64 << 10

// vault reads the secrets of a file's channels and keeps them out of all that
// the channels say.
type vault struct {
	env   Env
	names []string // the environment variables that hold secrets
	known []string // every form in which a secret could show, longest first
}

func newVault(env Env) *vault {
	if env.Now == nil {
		env.Now = time.Now
	}
	v := &vault{env: env}
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		if proxy := env.Getenv(name); strings.Contains(proxy, "@") {
			v.hide(proxy)
		}
	}
	return v
}

// setting is a field of a channel and where its value comes from.
type setting struct {
	to   *hidden
	from source
}

// openAll reads settings. One that the file does not have stays as it is.
func (v *vault) openAll(settings ...setting) error {
	var problems []error
	for _, s := range settings {
		if s.from.isZero() {
			continue
		}
		text, err := v.open(s.from)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		*s.to = text
	}
	return errors.Join(problems...)
}

// openAddresses is openAll for settings that are web addresses.
func (v *vault) openAddresses(settings ...setting) error {
	err := v.openAll(settings...)
	if err != nil {
		return err
	}
	for _, s := range settings {
		if bad := address((*s.to)()); bad != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", s.from, bad))
		}
	}
	return err
}

// open reads a setting; what was not in the YAML file counts as secret from then on.
func (v *vault) open(s source) (hidden, error) {
	if s.env != "" {
		v.names = append(v.names, s.env)
	}
	text, err := v.read(s)
	if err != nil {
		return nil, err
	}
	if s.plain == "" {
		v.hide(text)
	}
	return plainly(text), nil
}

func (v *vault) read(s source) (string, error) {
	switch {
	case s.env != "":
		text := strings.TrimSpace(v.env.Getenv(s.env))
		if text == "" {
			return "", fmt.Errorf("the environment variable %s is not set: set it for the user that runs itacheck", s.env)
		}
		return text, nil
	case s.file != "":
		data, err := v.env.ReadFile(s.file)
		if err != nil {
			return "", fmt.Errorf("%s cannot be read: %w", s, cause(err))
		}
		text := strings.TrimSpace(string(data))
		if text == "" || len(data) > maxSecret || !utf8.ValidString(text) {
			return "", fmt.Errorf("%s holds no secret: write it there as a single line", s)
		}
		return text, nil
	}
	return s.plain, nil
}

// cause is what is wrong with a file, without the path, which is named already.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// leastPart is the length from which a part of a secret address counts as a
// secret too: "services" and "api" should stay readable, tokens are longer.
const leastPart = 9

// hide adds a secret in the forms in which it could show up.
func (v *vault) hide(secret string) {
	parts := []string{secret}
	if u, err := url.Parse(secret); err == nil && u.Host != "" {
		parts = append(parts, u.String())
		password, _ := u.User.Password()
		parts = append(parts, password)
		tokens := append(strings.Split(u.Path, "/"), u.RequestURI(), u.Path)
		for _, values := range u.Query() {
			tokens = append(tokens, values...)
		}
		for _, t := range tokens {
			if len(t) >= leastPart {
				parts = append(parts, t)
			}
		}
	}
	for _, p := range parts {
		if strings.Trim(p, "/") == "" {
			continue
		}
		v.known = append(v.known, p, url.QueryEscape(p), url.PathEscape(p), strings.Trim(strconv.Quote(p), `"`), strings.Trim(strconv.QuoteToASCII(p), `"`),
			base64.StdEncoding.EncodeToString([]byte(p)), base64.URLEncoding.EncodeToString([]byte(p)))
	}
	slices.SortFunc(v.known, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	v.known = slices.Compact(v.known)
}

// scrub takes every known secret out of a text.
func (v *vault) scrub(text string) string {
	for _, s := range v.known {
		text = strings.ReplaceAll(text, s, "(secret)")
	}
	return text
}

// errorf makes an error without secrets. It wraps nothing, because what it
// would wrap could tell them.
func (v *vault) errorf(format string, args ...any) error {
	return errors.New(v.scrub(fmt.Sprintf(format, args...)))
}
