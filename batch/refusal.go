package batch

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"itacheck/ita"
)

// Refusal is why a run was not begun. Nothing was fetched or changed.
type Refusal struct {
	Code    string // list, in_use, changed, broken, newer, older, no_run
	Message ita.Text
	Remedy  ita.Text
	Holder  *Holder // of in_use: who works on the run; nil when that cannot be told
}

// Error returns the English message with its remedy.
func (r *Refusal) Error() string { return r.Message.EN + "; " + r.Remedy.EN }

// Holder is the process that works on a run.
type Holder struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
}

func inUse(h *Holder) *Refusal {
	r := &Refusal{
		Code:   "in_use",
		Holder: h,
		Message: ita.Text{
			TH: "มี itacheck อีกตัวกำลังทำงานกับโฟลเดอร์นี้",
			EN: "another itacheck is working on this run",
		},
		Remedy: ita.Text{TH: "รอให้ทำงานเสร็จ หรือหยุดโปรแกรมนั้นก่อน", EN: "wait until it is done, or stop it first"},
	}
	if h != nil {
		t := h.Since.In(ita.Bangkok)
		r.Message.TH += fmt.Sprintf(" (โพรเซส %d เครื่อง %s ตั้งแต่ %d/%d/%d เวลา %s น.)", h.PID, h.Host, t.Day(), t.Month(), t.Year()+543, t.Format("15:04"))
		r.Message.EN += fmt.Sprintf(" (process %d on %s, since %s)", h.PID, h.Host, t.Format("2 Jan 2006 15:04"))
	}
	return r
}

func broken(dir string, err error) *Refusal {
	name := filepath.Join(dir, DBName)
	return &Refusal{
		Code: "broken",
		Message: ita.Text{
			TH: fmt.Sprintf("ไฟล์ %s เสียหาย หรือไม่ใช่ไฟล์ของ itacheck (%v)", name, err),
			EN: fmt.Sprintf("%s is damaged or is no run of itacheck (%v)", name, err),
		},
		Remedy: ita.Text{
			TH: "นำไฟล์สำรองกลับมา หรือเริ่มใหม่ในโฟลเดอร์อื่น รายงานที่ทำเสร็จแล้วยังอยู่ในโฟลเดอร์ " + reportsDir,
			EN: "put a copy of it back, or begin in another folder; finished reports are still in the folder " + reportsDir,
		},
	}
}

func newer(dir string, version int) *Refusal {
	return &Refusal{
		Code: "newer",
		Message: ita.Text{
			TH: fmt.Sprintf("โฟลเดอร์ %s สร้างโดย itacheck รุ่นใหม่กว่า (รูปแบบ %d)", dir, version),
			EN: fmt.Sprintf("the run in %s was made by a newer itacheck (format %d)", dir, version),
		},
		Remedy: ita.Text{TH: "ใช้ itacheck รุ่นใหม่", EN: "use the newer itacheck"},
	}
}

func older(dir string, version int) *Refusal {
	return &Refusal{
		Code: "older",
		Message: ita.Text{
			TH: fmt.Sprintf("โฟลเดอร์ %s สร้างโดย itacheck รุ่นเก่ากว่า (รูปแบบ %d)", dir, version),
			EN: fmt.Sprintf("the run in %s was made by an older itacheck (format %d)", dir, version),
		},
		Remedy: ita.Text{
			TH: "สั่งตรวจต่อในโฟลเดอร์นี้ด้วยคำสั่งเดิม ข้อมูลจะปรับเป็นรูปแบบใหม่",
			EN: "go on with it by the command that began it, which brings it up to date",
		},
	}
}

func noRun(dir string) *Refusal {
	return &Refusal{
		Code:    "no_run",
		Message: ita.Text{TH: fmt.Sprintf("ไม่มีผลการตรวจในโฟลเดอร์ %s", dir), EN: fmt.Sprintf("there is no run in %s", dir)},
		Remedy:  ita.Text{TH: "ตรวจชื่อโฟลเดอร์", EN: "check the name of the folder"},
	}
}

// checkIDs refuses a list whose agencies cannot be told apart. Ids that differ
// only in case would share a file on some systems.
func checkIDs(list []ita.Listed) error {
	seen := map[string]int{}
	for i := range list {
		id := strings.ToLower(list[i].ID)
		before, twice := seen[id]
		if id != "" && !twice {
			seen[id] = i
			continue
		}
		r := &Refusal{Code: "list", Remedy: ita.Text{TH: "ตั้งรหัสของแต่ละหน่วยงานไม่ให้ซ้ำกัน", EN: "give every agency an id of its own"}}
		r.Message = ita.Text{TH: fmt.Sprintf("หน่วยงานที่ %d ไม่มีรหัส", i+1), EN: fmt.Sprintf("agency %d has no id", i+1)}
		if twice {
			r.Message = ita.Text{
				TH: fmt.Sprintf("หน่วยงานที่ %d และ %d มีรหัส %s เหมือนกัน", before+1, i+1, list[i].ID),
				EN: fmt.Sprintf("agencies %d and %d both have the id %s", before+1, i+1, list[i].ID),
			}
		}
		return r
	}
	return nil
}

// change is one thing that is not as it was when the run was begun. gone is an
// agency that the list has no more; its field is empty.
type change struct {
	id, field, was, is string
}

const changesShown = 5

func changed(changes []change) *Refusal {
	var th, en []string
	for i, c := range changes {
		if i == changesShown {
			th = append(th, fmt.Sprintf("และอีก %d แห่ง", len(changes)-i))
			en = append(en, fmt.Sprintf("and %d more", len(changes)-i))
			break
		}
		switch {
		case c.field == "":
			th = append(th, c.id+" ไม่มีในรายชื่อแล้ว")
			en = append(en, c.id+" is no longer in the list")
		case c.id == "":
			th = append(th, fmt.Sprintf("--%s เดิม %q ตอนนี้ %q", c.field, c.was, c.is))
			en = append(en, fmt.Sprintf("--%s was %q and is %q", c.field, c.was, c.is))
		default:
			th = append(th, fmt.Sprintf("%s: %s เดิม %q ตอนนี้ %q", c.id, c.field, c.was, c.is))
			en = append(en, fmt.Sprintf("%s: %s was %q and is %q", c.id, c.field, c.was, c.is))
		}
	}
	return &Refusal{
		Code: "changed",
		Message: ita.Text{
			TH: "รายชื่อหรือตัวเลือกไม่ตรงกับตอนที่เริ่มตรวจ: " + strings.Join(th, ", "),
			EN: "this run was begun with another list or other options: " + strings.Join(en, ", "),
		},
		Remedy: ita.Text{
			TH: "ใช้รายชื่อและตัวเลือกเดิม หรือเริ่มใหม่ในโฟลเดอร์อื่น (เพิ่มหน่วยงานใหม่ได้)",
			EN: "use those again, or begin in another folder (agencies may be added)",
		},
	}
}

// optionChanges compares a run's options with those it was begun with.
func optionChanges(was, is map[string]string) []change {
	var names []string
	for n := range was {
		names = append(names, n)
	}
	for n := range is {
		if _, both := was[n]; !both {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	var out []change
	for _, n := range names {
		if was[n] != is[n] {
			out = append(out, change{field: n, was: was[n], is: is[n]})
		}
	}
	return out
}

// agencyChanges compares what decides an agency's report. How it is sorted
// (province, owner, tags …) and how fast it is asked may change in a run.
func agencyChanges(was, is *ita.Listed) []change {
	old := decisive(was)
	var out []change
	for i, f := range decisive(is) {
		if f.value != old[i].value {
			out = append(out, change{is.ID, f.name, old[i].value, f.value})
		}
	}
	return out
}

type field struct{ name, value string }

func decisive(l *ita.Listed) []field {
	var owners, waivers, verdicts []string
	for code, owner := range l.Owners {
		owners = append(owners, code+" "+owner)
	}
	slices.Sort(owners)
	for _, w := range l.Waivers {
		waivers = append(waivers, fmt.Sprintf("%s until %s by %s (%s): %s", w.Item, w.Until.In(ita.Bangkok).Format(time.DateOnly), w.By, w.Fingerprint, w.Reason))
	}
	for _, v := range l.Verdicts {
		verdicts = append(verdicts, fmt.Sprintf("%s %s by %s on %s (%s): %s", v.Item, v.Verdict, v.By, v.On.In(ita.Bangkok).Format(time.DateOnly), v.Fingerprint, v.Note))
	}
	return []field{
		{"name", l.Name},
		{"url", l.URL},
		{"ita_page", l.ITAPage},
		{"year", l.Year.String()},
		{"scheme", l.Scheme},
		{"extra_pages", strings.Join(l.ExtraPages, " ")},
		{"owners", strings.Join(owners, ", ")},
		{"waivers", strings.Join(waivers, ", ")},
		{"verdicts", strings.Join(verdicts, ", ")},
		{"max_pages", strconv.Itoa(l.Limits.MaxPages)},
		{"ignore_robots", l.Limits.IgnoreRobots},
	}
}
