package history

import (
	"errors"
	"fmt"

	"itacheck/internal/dbfile"
	"itacheck/ita"
)

// Refusal is why a file of history cannot be used. Nothing in it was changed.
type Refusal struct {
	Code    string // none, broken, newer, older
	Message ita.Text
	Remedy  ita.Text
}

// Error returns the English message with its remedy.
func (r *Refusal) Error() string { return r.Message.EN + "; " + r.Remedy.EN }

func none(path string) *Refusal {
	return &Refusal{
		Code:    "none",
		Message: ita.Text{TH: "ยังไม่มีไฟล์ประวัติ " + path, EN: "there is no history in " + path},
		Remedy: ita.Text{
			TH: "เก็บผลการตรวจด้วย itacheck audit --record หรือระบุไฟล์ด้วย --db",
			EN: "keep audits with itacheck audit --record, or name the file with --db",
		},
	}
}

func broken(path string, err error) *Refusal {
	return &Refusal{
		Code: "broken",
		Message: ita.Text{
			TH: fmt.Sprintf("ไฟล์ %s เสียหาย หรือไม่ใช่ไฟล์ประวัติของ itacheck (%v)", path, err),
			EN: fmt.Sprintf("%s is damaged or is no history of itacheck (%v)", path, err),
		},
		Remedy: ita.Text{TH: "นำไฟล์สำรองกลับมา หรือระบุไฟล์อื่น", EN: "put a copy of it back, or name another file"},
	}
}

func newer(path string, version int) *Refusal {
	return &Refusal{
		Code: "newer",
		Message: ita.Text{
			TH: fmt.Sprintf("ไฟล์ %s สร้างโดย itacheck รุ่นใหม่กว่า (รูปแบบ %d)", path, version),
			EN: fmt.Sprintf("%s was made by a newer itacheck (format %d)", path, version),
		},
		Remedy: ita.Text{TH: "ใช้ itacheck รุ่นใหม่", EN: "use the newer itacheck"},
	}
}

func older(path string, version int) *Refusal {
	return &Refusal{
		Code: "older",
		Message: ita.Text{
			TH: fmt.Sprintf("ไฟล์ %s สร้างโดย itacheck รุ่นเก่ากว่า (รูปแบบ %d)", path, version),
			EN: fmt.Sprintf("%s was made by an older itacheck (format %d)", path, version),
		},
		Remedy: ita.Text{
			TH: "เก็บผลการตรวจครั้งใหม่ลงในไฟล์นี้ ข้อมูลจะปรับเป็นรูปแบบใหม่",
			EN: "keep another audit in it, which brings it up to date",
		},
	}
}

// explain tells a damaged file from other errors.
func (s *Store) explain(doing string, err error) error {
	if err == nil {
		return nil
	}
	var refused *Refusal
	if errors.As(err, &refused) {
		return refused
	}
	if dbfile.Damaged(err) {
		return broken(s.path, err)
	}
	return fmt.Errorf("%s %s: %w", doing, s.path, err)
}
