package thai

import "slices"

// kind is what a word or number is to the reader of years.
type kind uint8

const (
	plain     kind = iota // a known word that matters only because it is not one of those below
	number                // a run of digits
	yearWord              // ปี, ประจำปี
	budget                // งบประมาณ, งบ, FY: the year is a fiscal one
	eraBE                 // พ.ศ.
	eraCE                 // ค.ศ.
	scheme                // ITA, OIT
	month                 // value: 1 to 12
	monthWord             // เดือน
	dayWord               // วันที่
	quarter               // ไตรมาส
	round                 // รอบ
	half                  // ครึ่งปีแรก (value 1), ครึ่งปีหลัง (2)
	firstOf               // แรก (1), หลัง (2)
	ordinal               // ที่, ครั้งที่
	until                 // ถึง
	and                   // และ
	law                   // a word that begins a law's name, which ends with the law's own year
	softLaw               // the same, but reports speak of these too
	amended               // แก้ไขเพิ่มเติม, ฉบับที่: more years of the same law follow
	report                // รายงาน
	academic              // ปีการศึกษา, ภาคเรียน
	counted               // จำนวน, มาตรา, รหัส: the number after it is no year
	phone                 // โทร.
	rights                // ©, ลิขสิทธิ์
	unit                  // บาท, คน: the number before it is no year
	form                  // สขร.: the number after it belongs to the form's name
)

// ordinance, the value of a law word, is a law that local bodies make their
// yearly budget by.
const ordinance = 1

// word is an entry of the lexicon.
type word struct {
	text  string
	kind  kind
	value int
	// digit: only where a year follows, because the letters stand in other
	// words too; alone: only between other things than Thai letters.
	digit, alone bool
}

// thaiWords is the lexicon's Thai part. The longest word that fits is taken, so
// a plain word hides a shorter one within it.
var thaiWords = []word{
	{text: "ปี", kind: yearWord},
	{text: "ประจำปี", kind: yearWord},
	{text: "ประจาปี", kind: yearWord},
	{text: "งบประมาณ", kind: budget},
	{text: "งบ", kind: budget},
	{text: "งปม", kind: budget},
	{text: "สงบ", kind: plain},
	{text: "วิธีการงบประมาณ", kind: plain},
	{text: "พ.ศ", kind: eraBE},
	{text: "พ..ศ", kind: eraBE},
	{text: "พ. ศ", kind: eraBE},
	{text: "พ .ศ", kind: eraBE},
	{text: "พศ", kind: eraBE, digit: true},
	{text: "พุทธศักราช", kind: eraBE},
	{text: "ค.ศ", kind: eraCE},
	{text: "ค. ศ", kind: eraCE},
	{text: "คศ", kind: eraCE, digit: true},
	{text: "คริสต์ศักราช", kind: eraCE},

	{text: "เดือน", kind: monthWord},
	{text: "วันที่", kind: dayWord},
	{text: "ไตรมาส", kind: quarter},
	{text: "ไตรมาศ", kind: quarter},
	{text: "รอบ", kind: round},
	{text: "ครึ่งปีแรก", kind: half, value: 1},
	{text: "ครึ่งแรก", kind: half, value: 1},
	{text: "ครึ่งปีหลัง", kind: half, value: 2},
	{text: "ครึ่งหลัง", kind: half, value: 2},
	{text: "แรก", kind: firstOf, value: 1},
	{text: "หลัง", kind: firstOf, value: 2},
	{text: "ที่", kind: ordinal},
	{text: "ครั้งที่", kind: ordinal},
	{text: "ถึง", kind: until},
	{text: "จนถึง", kind: until},
	{text: "และ", kind: and},
	{text: "กับ", kind: and},
	{text: "อ.ก.พ", kind: plain}, // not February
	{text: "ก.พ.ร", kind: plain},
	{text: "ก.พ.อ", kind: plain},
	{text: "ก.พ.ค", kind: plain},
	{text: "ก.ค.ศ", kind: plain}, // not July
	{text: "ส.ค.ส", kind: plain}, // not August

	{text: "พระราชบัญญัติ", kind: law},
	{text: "พระราชบัญัติ", kind: law},
	{text: "พ.ร.บ", kind: law},
	{text: "พ. ร. บ", kind: law},
	{text: "พรบ", kind: law},
	{text: "พระราชกฤษฎี", kind: law},
	{text: "พระราชกฤษฏี", kind: law},
	{text: "พ.ร.ฎ", kind: law},
	{text: "พระราชกำหนด", kind: law},
	{text: "พ.ร.ก", kind: law},
	{text: "พรก", kind: law},
	{text: "รัฐธรรมนูญ", kind: law},
	{text: "กฎหมาย", kind: law},
	{text: "กฏหมาย", kind: law},
	{text: "กฎกระทรวง", kind: law},
	{text: "กฏกระทรวง", kind: law},
	{text: "กฎ ก.พ", kind: law},
	{text: "ประมวลกฎหมาย", kind: law},
	{text: "ระเบียบ", kind: law},
	{text: "ระเบียบวาระ", kind: plain},
	{text: "ข้อบังคับ", kind: law},
	{text: "ข้อบัญญัติ", kind: law, value: ordinance},
	{text: "เทศบัญญัติ", kind: law, value: ordinance},
	{text: "ว่าด้วย", kind: law},
	{text: "ประมวลจริยธรรม", kind: softLaw},
	{text: "ข้อกำหนดจริยธรรม", kind: softLaw},
	{text: "แก้ไขเพิ่มเติม", kind: amended},
	{text: "ฉบับที่", kind: amended},
	{text: "รายงาน", kind: report},

	{text: "ปีการศึกษา", kind: academic},
	{text: "ประจำปีการศึกษา", kind: academic},
	{text: "ปีการ ศึกษา", kind: academic},
	{text: "การศึกษา", kind: plain},
	{text: "ภาคเรียน", kind: academic},
	{text: "ภาคการศึกษา", kind: academic},
	{text: "ภาคการเรียน", kind: academic},
	{text: "เทอม", kind: academic},

	{text: "จำนวน", kind: counted},
	{text: "รวมทั้งสิ้น", kind: counted},
	{text: "ทั้งสิ้น", kind: counted},
	{text: "ทั้งหมด", kind: counted},
	{text: "เป็นเงิน", kind: counted},
	{text: "วงเงิน", kind: counted},
	{text: "ราคา", kind: counted},
	{text: "ไม่เกิน", kind: counted},
	{text: "มาตรา", kind: counted},
	{text: "ข้อ", kind: counted},
	{text: "ข้อมูล", kind: plain},
	{text: "หน้า", kind: counted},
	{text: "งบหน้า", kind: plain},
	{text: "รหัส", kind: counted},
	{text: "ไปรษณีย์", kind: counted},
	{text: "เลขที่", kind: counted},
	{text: "ทะเบียน", kind: counted},
	{text: "เลขทะเบียน", kind: counted},
	{text: "ว", kind: counted, alone: true}, // ที่ มท 0808/ว 2563
	{text: "โทร", kind: phone},
	{text: "โทรศัพท์", kind: phone},
	{text: "โทรสาร", kind: phone},
	{text: "แฟกซ์", kind: phone},
	{text: "มือถือ", kind: phone},
	{text: "เบอร์", kind: phone},
	{text: "สายด่วน", kind: phone},
	{text: "ลิขสิทธิ์", kind: rights},
	{text: "สขร", kind: form},

	{text: "บาท", kind: unit},
	{text: "ล้าน", kind: unit},
	{text: "คน", kind: unit, alone: true},
	{text: "ราย", kind: unit, alone: true},
	{text: "เรื่อง", kind: unit, alone: true},
	{text: "แห่ง", kind: unit, alone: true},
	{text: "ครั้ง", kind: unit, alone: true},
	{text: "ครัวเรือน", kind: unit, alone: true},
	{text: "หลังคาเรือน", kind: unit, alone: true},
	{text: "ไร่", kind: unit, alone: true},
	{text: "เมตร", kind: unit},
	{text: "ตารางเมตร", kind: unit},
	{text: "กิโลเมตร", kind: unit},
	{text: "กม", kind: unit, alone: true},
	{text: "ตร.ม", kind: unit},
	{text: "ลิตร", kind: unit},
	{text: "เล่ม", kind: unit, alone: true},
	{text: "ชุด", kind: unit, alone: true},
	{text: "โครงการ", kind: unit, alone: true},
	{text: "รายการ", kind: unit, alone: true},
	{text: "ฉบับ", kind: unit, alone: true},
	{text: "หน่วย", kind: unit, alone: true},
	{text: "ชั่วโมง", kind: unit, alone: true},
	{text: "คะแนน", kind: unit, alone: true},
	{text: "น.", kind: unit, alone: true},
}

// latinWords is the lexicon's Latin part, by the lower-case letters.
var latinWords = latinLexicon()

func latinLexicon() map[string]word {
	m := map[string]word{
		"ita": {kind: scheme}, "oit": {kind: scheme},
		"fy": {kind: budget}, "year": {kind: yearWord}, "budget": {kind: budget},
		"be": {kind: eraBE}, "ad": {kind: eraCE}, "ce": {kind: eraCE},
		"q": {kind: quarter}, "quarter": {kind: quarter},
		"to":  {kind: until},
		"and": {kind: and},
		"act": {kind: law},
		"tel": {kind: phone}, "fax": {kind: phone}, "phone": {kind: phone}, "mobile": {kind: phone}, "call": {kind: phone},
		"no": {kind: counted}, "id": {kind: counted}, "page": {kind: counted}, "section": {kind: counted},
		"copyright": {kind: rights}, "copyrights": {kind: rights},
		"baht": {kind: unit}, "thb": {kind: unit}, "km": {kind: unit}, "px": {kind: unit},
		"m": {kind: monthWord}, "month": {kind: monthWord}, "months": {kind: monthWord},
	}
	for n, names := range monthNames {
		for _, name := range names {
			if name[0] < 0x80 {
				m[name] = word{kind: month, value: n}
			}
		}
	}
	return m
}

// byLetter holds the Thai words by their first letter, counted from U+0E00, the
// longest first.
var byLetter = thaiLexicon()

func thaiLexicon() (by [128][]word) {
	all := slices.Clone(thaiWords)
	for n, names := range monthNames {
		for _, name := range names {
			if name[0] < 0x80 {
				continue
			}
			// A short form without dots is three letters at most, and stands
			// in other words too.
			bare := len(name) <= 9 && !slices.Contains([]byte(name), '.')
			all = append(all, word{text: name, kind: month, value: n, digit: bare})
		}
	}
	for _, w := range all {
		i := letterIndex(w.text)
		by[i] = append(by[i], w)
	}
	for _, words := range by {
		slices.SortStableFunc(words, func(a, b word) int { return len(b.text) - len(a.text) })
	}
	return by
}

// letterIndex is the place of the Thai letter that s begins with, counted from U+0E00.
func letterIndex(s string) int { return int(s[1]-0xb8)<<6 | int(s[2]&0x3f) }
