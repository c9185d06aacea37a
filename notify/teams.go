package notify

import (
	"context"
	"strings"

	"itacheck/internal/strictyaml"
	"itacheck/ita"
)

// teamsKind posts a card to a workflow of Microsoft Teams ("Post to a channel
// when a webhook request is received").
var teamsKind = kind{"teams", []string{"url"}, readTeams}

// teamsLimit leaves room for the card around the text: Teams takes 28 KB.
const teamsLimit = 20_000

type teams struct {
	poster
	url hidden
}

func readTeams(m strictyaml.Map) opener {
	url := secretOf(m.Need("url", "name the address of the workflow, which is a secret: ${TEAMS_URL}"))
	return func(v *vault) (Channel, error) {
		t := teams{poster: v.poster()}
		err := v.openAddresses(setting{&t.url, url})
		return t, err
	}
}

type teamsBlock struct {
	Type   string `json:"type"`
	Text   string `json:"text"`
	Wrap   bool   `json:"wrap"`
	Weight string `json:"weight,omitempty"`
}

// Send posts the message as an adaptive card, a block of text for each of its blocks.
func (t teams) Send(ctx context.Context, m Message) error {
	blocks := []teamsBlock{{"TextBlock", m.Subject, true, "Bolder"}}
	for _, b := range blocksOf(fit(m, "", "", teamsLimit, inBytes)) {
		// The card's Markdown joins lines that no empty line parts.
		blocks = append(blocks, teamsBlock{"TextBlock", strings.ReplaceAll(b, "\n", "\n\n"), true, ""})
	}
	card := map[string]any{
		"$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
		"type":    "AdaptiveCard",
		"version": "1.4",
		"body":    blocks,
	}
	if m.Link != "" {
		title := ita.Text{TH: "เปิดรายงาน", EN: "Open the report"}.In(langOf(m))
		card["actions"] = []map[string]string{{"type": "Action.OpenUrl", "title": title, "url": m.Link}}
	}
	return t.sent(ctx, t.url, nil, map[string]any{
		"type":        "message",
		"attachments": []map[string]any{{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}},
	})
}
