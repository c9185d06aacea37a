package notify

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const everyKind = `
    - kind: email
      host: smtp.example.go.th
      username: ita
      password: ${SMTP_PASSWORD}
      from: "ระบบตรวจ ITA <ita@example.go.th>"
      to: [clerk@example.go.th, "ปลัด <palad@example.go.th>"]
    - kind: line
      owners: [กองคลัง, สำนักปลัด]
      token: file:/etc/itacheck/line
      to: C0123456789abcdef0123456789abcdef
    - {kind: webhook, url: "https://hooks.example.go.th/ita", secret: "${WEBHOOK_SECRET}"}
    - {kind: slack, url: "${SLACK_URL}"}
    - {kind: slack, url: "${MATTERMOST_URL}", name: mattermost}
    - {kind: slack, url: "${OTHER_URL}"}
    - {kind: discord, url: 'file:C:\itacheck\discord'}
    - {kind: telegram, token: "${TELEGRAM_TOKEN}", chat: -100123}
    - {kind: teams, url: "${TEAMS_URL}"}
    - {kind: ntfy, topic: "${NTFY_TOPIC}", server: "https://ntfy.example.go.th"}
    - {kind: shoutrrr, url: "${SHOUTRRR_URL}"}
    - kind: stdout
    - {kind: command, run: [/usr/local/bin/alert, --ita], timeout: 2m}
`

func TestAFileWithEveryKind(t *testing.T) {
	c := load(t, everyKind)
	var got []string
	for _, e := range c.Entries() {
		got = append(got, e.Name)
	}
	want := []string{"email", "line", "webhook", "slack", "mattermost", "slack-2", "discord", "telegram", "teams", "ntfy", "shoutrrr", "stdout", "command"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, k := range Kinds() {
		if !strings.Contains(everyKind, "kind: "+k) {
			t.Errorf("%s is not tested", k)
		}
	}
}

func TestOwnersChooseTheirChannels(t *testing.T) {
	entries := load(t, everyKind).Entries()
	for owner, want := range map[string][2]bool{"กองคลัง": {true, true}, "กองช่าง": {true, false}, "": {true, false}} {
		m := Message{Owner: owner}
		if got := [2]bool{entries[0].Takes(m), entries[1].Takes(m)}; got != want {
			t.Errorf("%q: %v, want %v", owner, got, want)
		}
	}
}

func TestAFileWithoutTheSectionHasNoChannels(t *testing.T) {
	for _, text := range []string{"name: อบต.คลองใส\nurl: https://a\n", "name: a\nnotify:\n", "notify: {channels: []}\n"} {
		c, err := Load("agency.yaml", []byte(text))
		if err != nil || len(c.Entries()) != 0 {
			t.Errorf("%q: %v %v", text, c, err)
		}
	}
}

func TestMistakesInTheFile(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"no kind":              {"- {to: a}", `f:3:5: kind is missing: write kind: and one of email, line, webhook, slack, discord, telegram, teams, ntfy, shoutrrr, stdout, command`},
		"an unknown kind":      {"- kind: emial", `f:3:11: there is no channel of kind "emial" (did you mean "email"?)`},
		"LINE Notify":          {"- kind: line-notify", `f:3:11: there is no channel of kind "line-notify": LINE Notify ended in 2025; write kind: line, for the Messaging API of an official account`},
		"SMS":                  {"- kind: sms", `f:3:11: there is no channel of kind "sms": the kinds are email, line, webhook, slack, discord, telegram, teams, ntfy, shoutrrr, stdout, command`},
		"a key of another":     {"- {kind: stdout, url: a}", `f:3:20: unknown key "url": the keys here are kind, name, owners`},
		"a literal secret":     {"- {kind: slack, url: 'https://hooks.slack.com/services/T0/B0/x'}", `f:3:24: a secret must not stand in this file: put it into an environment variable and write ${NAME}, or into a file of its own and write file:/path/to/it`},
		"half a variable":      {"- {kind: slack, url: 'https://hooks.slack.com/${X}'}", `f:3:24: a variable stands alone, as in ${NAME}: put the whole value into it`},
		"a relative file":      {"- {kind: slack, url: 'file:slack.txt'}", `f:3:24: file: needs the whole path, such as file:/etc/itacheck/token, since a scheduled run may begin in any folder`},
		"no secret":            {"- {kind: slack}", `f:3:5: url is missing: name the address of the incoming webhook, which is a secret: ${SLACK_URL}`},
		"no owners":            {"- {kind: stdout, owners: []}", `f:3:28: owners is empty: write the units whose messages go here, or remove the line to send everybody's`},
		"a name twice":         {"- {kind: stdout, name: a}\n- {kind: stdout, name: a}", `f:4:5: a channel before this one is named "a" too: what was sent is remembered by name, so give each its own`},
		"http to the network":  {"- {kind: webhook, url: 'http://hooks.example.go.th/', secret: '${S}'}", `f:3:26: the address must begin with https://, since http:// sends the message and its secrets in the open`},
		"no address":           {"- {kind: webhook, url: hooks, secret: '${S}'}", `f:3:26: this is no web address: write it as in https://hooks.example.go.th/ita`},
		"another protocol":     {"- {kind: webhook, url: 'ftp://h/', secret: '${S}'}", `f:3:26: the address must begin with https://`},
		"an id of LINE":        {"- {kind: line, token: '${T}', to: '@itacheck'}", `f:3:37: "@itacheck" is no id of LINE: it is U, C or R and 32 digits or letters a to f, as the account's webhook shows it`},
		"no program":           {"- {kind: command, run: []}", `f:3:26: run is empty: write the program to run, such as [/usr/local/bin/alert]`},
		"a time without end":   {"- {kind: command, run: [a], timeout: 5h}", `f:3:40: "5h" is no time limit: write it as 30s or 2m, up to 10m`},
		"no e-mail address":    {"- {kind: email, host: h, from: a@b, to: [clerk]}", `f:3:44: "clerk" is no e-mail address: write it as clerk@example.go.th`},
		"nobody to mail":       {"- {kind: email, host: h, from: a@b, to: []}", `f:3:43: to is empty: write the addresses to send to`},
		"mail in the open":     {"- {kind: email, host: h, from: a@b, to: [c@d], tls: none}", `f:3:55: tls: none sends mail in the open: use starttls or tls, or say after unencrypted: why that does no harm`},
		"no reason for it":     {"- {kind: email, host: h, from: a@b, to: [c@d], tls: none, unencrypted: yes}", `f:3:74: unencrypted takes the reason why that does no harm, in words`},
		"an open password":     {"- {kind: email, host: h, from: a@b, to: [c@d], tls: none, unencrypted: ห้องเดียวกัน, username: a, password: '${P}'}", `f:3:111: a password is not sent without encryption: use tls: starttls or tls: tls`},
		"a kind of encryption": {"- {kind: email, host: h, from: a@b, to: [c@d], tls: ssl}", `f:3:55: tls is "ssl": write starttls (port 587), tls (port 465) or none`},
		"half a login":         {"- {kind: email, host: h, from: a@b, to: [c@d], username: a}", `f:3:5: username and password belong together: write both, or neither if the server asks for none`},
		"a port":               {"- {kind: email, host: h, from: a@b, to: [c@d], port: 99999}", `f:3:56: 99999 is no port: write 587, 465 or 25, or remove the line`},
	} {
		_, err := Load("f", []byte("notify:\n  channels:\n  "+strings.ReplaceAll(c.in, "\n", "\n  ")+"\n"))
		if err == nil || err.Error() != c.want {
			t.Errorf("%s:\n got %v\nwant %s", name, err, c.want)
		}
	}
}

func TestEveryMistakeIsToldAtOnce(t *testing.T) {
	_, err := Load("f", []byte("notify:\n  pings: a\n  channels:\n    - kind: slack\n    - kind: x\n"))
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Error(err)
	}
}

func TestSecretsThatAreNotThere(t *testing.T) {
	c := load(t, `
    - {kind: line, token: "${LINE_TOKEN}", to: "file:/run/line-to"}
    - {kind: slack, url: "${SLACK_URL}"}
    - {kind: shoutrrr, url: "${SHOUTRRR_URL}"}
    - {kind: shoutrrr, url: "${TG_URL}"}
    - {kind: ntfy, topic: "file:/empty"}
    - kind: stdout
`)
	targets, err := c.Channels(world(map[string]string{
		"SLACK_URL": "http://hooks.slack.com/services/T0/B0/sentinel", "/empty": "\n",
		"SHOUTRRR_URL": "nothing://sentinel", "TG_URL": "telegram://sentinel@telegram?chats=1",
	}))
	want := `channel line: the environment variable LINE_TOKEN is not set: set it for the user that runs itacheck; file:/run/line-to cannot be read: file does not exist
channel slack: ${SLACK_URL}: the address must begin with https://, since http:// sends the message and its secrets in the open
channel shoutrrr: shoutrrr cannot read this address of the service nothing: compare it with the library's documentation
channel shoutrrr-2: the service telegram has a kind of its own: write kind: telegram
channel ntfy: file:/empty holds no secret: write it there as a single line`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	if len(targets) != 1 || targets[0].Name != "stdout" {
		t.Error("the channels that are in order are returned too:", targets)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("notify:\n  channels:\n" + everyKind)
	f.Add("notify: {ping: '${A}', channels: [{kind: email}, {kind: [a]}, a, {kind: command, run: a}]}")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Load("f", []byte(text))
		if err == nil {
			_, _ = c.Channels(world(nil))
		}
	})
}
