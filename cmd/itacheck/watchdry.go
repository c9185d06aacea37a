package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"itacheck/alert"
	"itacheck/ita"
	"itacheck/notify"
)

// dryRun prints what a result would have told, and to whom; it keeps nothing.
func (w *watcher) dryRun(ctx context.Context, r *ita.Result) error {
	look, err := w.lookOf(0, r)
	if err != nil {
		return err
	}
	alerts := w.alerts(r)
	alerts.Keep = &tried{under: kept{w.store}, over: map[string]map[string][]byte{}}
	printed := 0
	alerts.Send = func(_ context.Context, letters []alert.Letter, _ func(alert.Outcome) error) ([]alert.Outcome, error) {
		for _, l := range letters {
			m := w.message(&l, r)
			var to []string
			for _, e := range w.j.notify.Entries() {
				if e.Takes(m) && !slices.Contains(l.Had, e.Name) {
					to = append(to, e.Name)
				}
			}
			printed++
			fmt.Fprintln(w.a.stdout, w.a.sayf("ช่องทาง: %s", "Channels: %s", strings.Join(to, ", ")))
			if err := notify.Print(w.a.stdout, m); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}
	if err := alerts.Look(look); err != nil {
		return w.a.historyError(err)
	}
	if _, _, err := alerts.Deliver(ctx); err != nil {
		return err
	}
	if printed == 0 {
		fmt.Fprintln(w.a.stdout, w.a.say("ไม่มีสิ่งที่ต้องแจ้ง", "There is nothing to tell."))
	}
	return nil
}

// tried is a keeper whose changes are forgotten.
type tried struct {
	under alert.Keeper
	over  map[string]map[string][]byte // by kind and name
}

// Update changes what lies over the notes of the keeper below.
func (t *tried) Update(do func(alert.Notes) error) error {
	return t.under.Update(func(n alert.Notes) error { return do(&triedNotes{n, t.over}) })
}

type triedNotes struct {
	under alert.Notes
	over  map[string]map[string][]byte
}

func (n *triedNotes) Load(kind, name string, v any) error {
	if data, ok := n.over[kind][name]; ok {
		return json.Unmarshal(data, v)
	}
	return n.under.Load(kind, name, v)
}

func (n *triedNotes) Save(kind, name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if n.over[kind] == nil {
		n.over[kind] = map[string][]byte{}
	}
	n.over[kind][name] = data
	return nil
}

func (n *triedNotes) Names(kind string) ([]string, error) {
	names, err := n.under.Names(kind)
	all := slices.AppendSeq(names, maps.Keys(n.over[kind]))
	slices.Sort(all)
	return slices.Compact(all), err
}
