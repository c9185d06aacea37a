// Command mutate tells how much of a package its tests would notice if it were
// wrong. It plants small faults (mutants) in the package's functions and counts
// those that make a test fail:
//
//	go run ./internal/mutate -tests ./rules,./audit -n 300 -seed 1 ./rules
//
// All mutants are compiled into one program, and a variable of the environment
// chooses one, since building the module for each takes hours. A test is run
// against a mutant only if it reaches its place. It is for developers and no part
// of itacheck; it changes no file of the module.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

func main() {
	tests := flag.String("tests", "", "packages whose tests are run, with commas between them (default: the package's own)")
	n := flag.Int("n", 0, "how many mutants are tried; 0: all")
	seed := flag.Uint64("seed", 1, "which ones")
	slow := flag.Duration("slow", 20*time.Second, "tests that take longer are left out")
	skip := flag.String("skip", "^$", "regular expression of tests that are left out")
	jobs := flag.Int("j", 2, "mutants tried at a time")
	limit := flag.Duration("time", 24*time.Hour, "how long mutants are tried; what was tried until then is told")
	list := flag.Bool("list", false, "print the mutants only")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	ctx := context.Background()
	if err := run(ctx, flag.Arg(0), *tests, *skip, *n, *jobs, *seed, *slow, *limit, *list); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, pkg, tests, skipped string, n, jobs int, seed uint64, slow, limit time.Duration, list bool) error {
	skip, err := regexp.Compile(skipped)
	if err != nil {
		return err
	}
	p, err := load(ctx, pkg)
	if err != nil {
		return err
	}
	if list {
		for _, m := range p.mutants {
			fmt.Println(m)
		}
		return nil
	}
	dir, err := os.MkdirTemp("", "mutate-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	overlay, err := p.overlay(dir)
	if err != nil {
		return err
	}
	if tests == "" {
		tests = pkg
	}
	var all []*test
	for i, name := range strings.Split(tests, ",") {
		found, err := build(ctx, name, filepath.Join(dir, strconv.Itoa(i)+".test"), overlay, skip)
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	kept := measure(ctx, all, len(p.mutants), slow, filepath.Join(dir, "reached"))
	chosen := slices.Clone(p.mutants)
	rand.New(rand.NewPCG(seed, 0)).Shuffle(len(chosen), func(i, k int) { chosen[i], chosen[k] = chosen[k], chosen[i] })
	if n > 0 && n < len(chosen) {
		chosen = chosen[:n]
	}
	tell(pkg, try(ctx, chosen, kept, jobs, time.Now().Add(limit)), len(p.mutants), seed)
	return nil
}

// test is one test function.
type test struct {
	bin, dir, name string
	took           time.Duration
	reaches        map[int]bool // mutants
}

// build makes the test program of a package and lists its tests.
func build(ctx context.Context, pkg, bin, overlay string, skip *regexp.Regexp) ([]*test, error) {
	out, err := exec.CommandContext(ctx, "go", "test", "-c", "-overlay", overlay, "-o", bin, pkg).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%s with its mutants does not compile:\n%s", pkg, out)
	}
	dir, err := exec.CommandContext(ctx, "go", "list", "-f", "{{.Dir}}", pkg).Output()
	if err != nil {
		return nil, err
	}
	out, err = command(ctx, bin, strings.TrimSpace(string(dir)), 0, "-test.list", "^(Test|Fuzz|Example)").Output()
	if err != nil {
		return nil, err
	}
	var tests []*test
	for name := range strings.FieldsSeq(string(out)) {
		if skip.MatchString(name) {
			continue
		}
		tests = append(tests, &test{bin: bin, dir: strings.TrimSpace(string(dir)), name: name, reaches: map[int]bool{}})
	}
	return tests, nil
}

// memory is the most that a test program may take, in KiB: some mutants never
// stop asking for it.
const memory = 6 << 20

// command is a test program that one mutant is switched on in; 0 for none.
func command(ctx context.Context, bin, dir string, mutant int, args ...string) *exec.Cmd {
	script := fmt.Sprintf(`ulimit -v %d; exec "$0" "$@"`, memory)
	cmd := exec.CommandContext(ctx, "bash", append([]string{"-c", script, bin}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "MUTANT="+strconv.Itoa(mutant))
	cmd.WaitDelay = time.Second
	return cmd
}

// measure runs every test without a mutant, and keeps those that pass in time.
func measure(ctx context.Context, tests []*test, mutants int, slow time.Duration, file string) []*test {
	var kept []*test
	for _, t := range tests {
		os.Remove(file)
		began := time.Now()
		cmd := command(ctx, t.bin, t.dir, 0, "-test.run", "^"+t.name+"$", "-test.timeout", (2 * slow).String())
		cmd.Env = append(cmd.Env, "MUTANTS_REACHED="+file)
		err := cmd.Run()
		t.took = time.Since(began)
		if err != nil || t.took > slow {
			fmt.Printf("left out: %s in %s (%v, %v)\n", t.name, filepath.Base(t.dir), t.took.Round(time.Millisecond), err)
			continue
		}
		data, _ := os.ReadFile(file) // none: it reaches nothing
		for id := range strings.FieldsSeq(string(data)) {
			if n, err := strconv.Atoi(id); err == nil && n <= mutants {
				t.reaches[n] = true
			}
		}
		kept = append(kept, t)
	}
	slices.SortStableFunc(kept, func(a, b *test) int { return int(a.took - b.took) })
	return kept
}

// try finds out of each mutant whether a test notices it, and returns those that
// there was time for.
func try(ctx context.Context, mutants []*mutant, tests []*test, jobs int, until time.Time) []*mutant {
	queue := make(chan *mutant)
	var wg sync.WaitGroup
	for range jobs {
		wg.Go(func() {
			for m := range queue {
				for _, t := range tests {
					if !t.reaches[m.id] {
						continue
					}
					m.reached = true
					limit := 20*t.took + 20*time.Second
					ctx, cancel := context.WithTimeout(ctx, limit)
					err := command(ctx, t.bin, t.dir, m.id, "-test.run", "^"+t.name+"$", "-test.failfast").Run()
					m.late = ctx.Err() != nil
					cancel()
					if _, ended := errors.AsType[*exec.ExitError](err); ended || m.late {
						m.killed = t.name
						break
					}
				}
			}
		})
	}
	done := 0
	for done < len(mutants) && time.Now().Before(until) {
		queue <- mutants[done]
		if done++; done%100 == 0 {
			fmt.Fprintf(os.Stderr, "mutate: %d of %d\n", done, len(mutants))
		}
	}
	close(queue)
	wg.Wait()
	return mutants[:done]
}

// tell prints the survivors and the figures.
func tell(pkg string, tried []*mutant, all int, seed uint64) {
	killed, late, unreached := 0, 0, 0
	slices.SortFunc(tried, func(a, b *mutant) int { return a.id - b.id })
	for _, m := range tried {
		switch {
		case m.killed != "":
			killed++
			if m.late {
				late++
			}
		case !m.reached:
			unreached++
			fmt.Println("not reached:", m)
		default:
			fmt.Println("survived:", m)
		}
	}
	fmt.Printf("%s: %d of %d mutants tried (seed %d): %d killed (%d of them by running on and on), %d survived, %d not reached by any test: %.1f %% killed\n",
		pkg, len(tried), all, seed, killed, late, len(tried)-killed-unreached, unreached, 100*float64(killed)/float64(max(len(tried), 1)))
}
