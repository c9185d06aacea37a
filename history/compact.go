package history

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"itacheck/ita"
)

// usual is what most stored items hold, which is therefore not stored again with
// each. Files depend on it: it may never be changed.
const usual = `{"c":"EB1","c":"MOIT1","s":"missing"}"s":"undecided"}{"c":"O1","s":"unreachable","f":[2565,2566],"l":[{"u":"https://www.` +
	`.go.th/index.php?option=com_content&view=article&id=","t":"ประจำปีงบประมาณ พ.ศ. ","p":"http://www..go.th/ita/2566","r":"broken","w":"not_found","h":404},` +
	`"r":"undecided","w":"timeout"}"r":"restricted","w":"login_required"}"r":"placeholder","w":"empty_href"}{"u":"https://drive.google.com/file/d/` +
	`"m":"text/html"}],"t":"รายงานผลการดำเนินงาน","y":[{"y":2567,"w":"document"},{"y":2568,"w":"file_name"},{"y":2566,"w":"heading"}]` +
	`{"c":"O1","s":"pass","f":[2566],"l":[{"u":"https://www.go.th/wp-content/uploads/.pdf","t":"","p":"https://www.go.th/ita","r":"ok","h":200,"m":"application/pdf","b":1,"y":[{"y":2566,"w":"link_text"}]}]}`

// deflater compresses. Its zero value is ready; it is not for several goroutines.
type deflater struct{ w *flate.Writer }

// pack writes a value as compressed JSON.
func (d *deflater) pack(v any) ([]byte, error) {
	doc, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return d.deflate(doc)
}

func (d *deflater) deflate(doc []byte) ([]byte, error) {
	var b bytes.Buffer
	if d.w == nil {
		w, err := flate.NewWriterDict(&b, flate.BestCompression, []byte(usual))
		if err != nil {
			return nil, err
		}
		d.w = w
	} else {
		d.w.Reset(&b) // which keeps the dictionary
	}
	if _, err := d.w.Write(doc); err != nil {
		return nil, err
	}
	if err := d.w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// inflater reads what pack wrote. Its zero value is ready; it is not for several
// goroutines.
type inflater struct{ r io.ReadCloser }

func (f *inflater) unpack(data []byte, v any) error {
	if f.r == nil {
		f.r = flate.NewReaderDict(bytes.NewReader(data), []byte(usual))
	} else if err := f.r.(flate.Resetter).Reset(bytes.NewReader(data), []byte(usual)); err != nil {
		return fmt.Errorf("unpacking: %w", err)
	}
	doc, err := io.ReadAll(f.r)
	if err != nil {
		return fmt.Errorf("unpacking: %w", err)
	}
	return json.Unmarshal(doc, v)
}

// hashed names content by what it is.
func hashed(doc []byte) []byte {
	sum := sha256.Sum256(doc)
	return sum[:16]
}

// packNumbers writes row numbers, most of which follow one another.
func packNumbers(list []int64) []byte {
	var out []byte
	last := int64(0)
	for _, n := range list {
		out = binary.AppendVarint(out, n-last)
		last = n
	}
	return out
}

func unpackNumbers(data []byte) ([]int64, error) {
	var list []int64
	last := int64(0)
	for len(data) > 0 {
		n, size := binary.Varint(data)
		if size <= 0 {
			return nil, errors.New("row numbers cut off")
		}
		last += n
		list, data = append(list, last), data[size:]
	}
	return list, nil
}

// letters are the verdicts as they are stored. Files depend on them.
var letters = map[ita.Status]byte{
	ita.Pass: 'p', ita.Missing: 'm', ita.Unreachable: 'x', ita.Stale: 's', ita.WrongYear: 'w', ita.Unlabelled: 'u',
	ita.Undecided: '?', ita.NotDue: 'n', ita.Waived: 'v',
}

func packVerdicts(items []Item) string {
	out := make([]byte, len(items))
	for i := range items {
		out[i] = letters[items[i].Status]
		if out[i] == 0 {
			out[i] = letters[ita.Undecided]
		}
	}
	return string(out)
}

func unpackVerdict(letter byte) ita.Status {
	for s, l := range letters {
		if l == letter {
			return s
		}
	}
	return ita.Undecided
}
