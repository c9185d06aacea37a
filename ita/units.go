package ita

import (
	"maps"
	"slices"
)

// Duty is a field of work that some unit of every agency has, whatever the unit
// is called there.
type Duty string

// The duties that the lists' topics fall to.
const (
	DutyFinance     Duty = "finance"
	DutyProcurement Duty = "procurement"
	DutyStaff       Duty = "staff"
	DutyPlanning    Duty = "planning"
	DutyGeneral     Duty = "general" // the office that does what no other does
)

// duties are the topics that do not fall to the general office.
var duties = map[string]Duty{
	"budget-plan": DutyFinance, "budget-6-month": DutyFinance, "budget-result": DutyFinance,

	"procurement-plan-or-list": DutyProcurement, "procurement-announcements": DutyProcurement,
	"procurement-monthly": DutyProcurement, "procurement-progress": DutyProcurement,
	"procurement-annual": DutyProcurement, "procurement-analysis": DutyProcurement,
	"procurement-system": DutyProcurement, "procurement-steps": DutyProcurement,
	"state-property-use": DutyProcurement, "state-property-loan": DutyProcurement,
	"medicine-purchasing-ethics": DutyProcurement,

	"hr-policy-or-plan": DutyStaff, "hr-implementation": DutyStaff, "hr-criteria": DutyStaff, "hr-annual": DutyStaff,
	"code-of-ethics": DutyStaff, "driving-ethics": DutyStaff, "ethics-assessment": DutyStaff, "ethics-training": DutyStaff,
	"low-performers": DutyStaff, "performance-results": DutyStaff, "staff-work-checks": DutyStaff,
	"conflict-of-interest-training": DutyStaff, "human-rights-policy": DutyStaff, "harassment-prevention": DutyStaff,

	"strategic-plan": DutyPlanning, "annual-plan": DutyPlanning, "operations-6-month": DutyPlanning,
	"annual-report": DutyPlanning, "plan-monitoring": DutyPlanning, "participation": DutyPlanning,
	"participation-planning": DutyPlanning, "participation-doing": DutyPlanning,
	"anti-corruption-plan": DutyPlanning, "anti-corruption-6-month": DutyPlanning, "anti-corruption-annual": DutyPlanning,
}

// DutyTopics lists the topics that do not fall to the general office, in order.
func DutyTopics() []string { return slices.Sorted(maps.Keys(duties)) }

// DutyOf is the duty that an item's topics fall to; the first topic decides.
func DutyOf(topics []string) Duty {
	if len(topics) > 0 {
		if d, ok := duties[topics[0]]; ok {
			return d
		}
	}
	return DutyGeneral
}

// SuggestedUnit names the unit that usually has an item of a scheme, for an
// agency that has not said whose it is. It is a guess from the usual structure:
// local government's in the general scheme, the four groups of a school.
func SuggestedUnit(scheme string, topics []string) Text {
	d := DutyOf(topics)
	switch scheme {
	case "general":
		return localUnit(d)
	case "school":
		return schoolUnit(d)
	}
	switch d {
	case DutyFinance:
		return Text{TH: "งานการเงินและบัญชี", EN: "finance and accounts"}
	case DutyProcurement:
		return Text{TH: "งานพัสดุ", EN: "procurement"}
	case DutyStaff:
		return Text{TH: "งานการเจ้าหน้าที่", EN: "personnel"}
	case DutyPlanning:
		return Text{TH: "งานยุทธศาสตร์และแผนงาน", EN: "strategy and planning"}
	}
	return Text{TH: "งานบริหารทั่วไป", EN: "general administration"}
}

func localUnit(d Duty) Text {
	switch d {
	case DutyFinance:
		return Text{TH: "กองคลัง", EN: "finance division"}
	case DutyProcurement:
		return Text{TH: "กองคลัง (งานพัสดุ)", EN: "finance division (procurement)"}
	case DutyStaff:
		return Text{TH: "สำนักปลัด (งานการเจ้าหน้าที่)", EN: "office of the permanent secretary (personnel)"}
	case DutyPlanning:
		return Text{TH: "สำนักปลัด (งานนโยบายและแผน)", EN: "office of the permanent secretary (policy and planning)"}
	}
	return Text{TH: "สำนักปลัด (งานบริหารทั่วไป)", EN: "office of the permanent secretary (general administration)"}
}

func schoolUnit(d Duty) Text {
	switch d {
	case DutyFinance, DutyProcurement, DutyPlanning:
		return Text{TH: "กลุ่มบริหารงบประมาณ", EN: "budget group"}
	case DutyStaff:
		return Text{TH: "กลุ่มบริหารงานบุคคล", EN: "personnel group"}
	}
	return Text{TH: "กลุ่มบริหารทั่วไป", EN: "general administration group"}
}
