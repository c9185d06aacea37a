package config

import "strings"

// ListTemplate returns a CSV with Thai headings and one agency as an example,
// for people to fill in. It begins with a byte order mark: without one Excel
// takes the Thai letters for others. LoadList reads it as it is.
func ListTemplate() []byte {
	order := []field{
		fieldName, fieldURL, fieldITAPage, fieldYear, fieldScheme, fieldProvince, fieldDistrict, fieldType, fieldOwner, fieldTags, fieldID,
	}
	example := cells{
		fieldName: "อบต.ตัวอย่าง", fieldURL: "https://www.example.go.th", fieldITAPage: "https://www.example.go.th/ita",
		fieldYear: "2569", fieldScheme: DefaultScheme, fieldProvince: "ปทุมธานี", fieldDistrict: "คลองหลวง",
		fieldType: "อบต.", fieldOwner: "กลุ่มงานมาตรฐาน", fieldTags: "นำร่อง;ติดตามพิเศษ", fieldID: "tua-yang",
	}
	var headings, row []string
	for _, f := range order {
		headings, row = append(headings, wordings[f][0]), append(row, example[f])
	}
	return []byte("\ufeff" + strings.Join(headings, ",") + "\r\n" + strings.Join(row, ",") + "\r\n")
}
