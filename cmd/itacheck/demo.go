package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"itacheck/crawler"
	"itacheck/internal/demosite"
	"itacheck/ita"
)

func (a *app) demoCmd() *cobra.Command {
	var f reportFlags
	var serve bool
	cmd := a.command("demo", a.say("ทดลองตรวจเว็บไซต์ตัวอย่างในเครื่องนี้", "Audit a small example website on this computer"),
		func(cmd *cobra.Command, args []string, m *mistakes) error {
			a.count(m, cmd, args, 0, 0)
			j := &job{documents: true}
			book, err := a.book("")
			if !m.addErr(err) {
				j.set, err = a.set(book, demosite.Year, generalScheme)
				m.addErr(err)
			}
			a.reportJob(j, &f, m)
			if err := m.err(); err != nil {
				return err
			}
			return a.demo(cmd.Context(), j, serve)
		})
	cmd.Long = a.say(
		"เปิดเว็บไซต์ของหน่วยงานสมมติไว้ในเครื่องนี้แล้วตรวจ ไม่ใช้อินเทอร์เน็ต เว็บไซต์มีข้อผิดพลาดที่ใส่ไว้โดยตั้งใจ คำสั่งนี้จึงจบด้วยรหัส 1",
		"Serves the website of an invented agency on this computer and audits it, without the internet. Faults are planted in it, so that the command exits with 1.",
	)
	cmd.Example = `  itacheck demo
  itacheck demo --serve
  itacheck demo --format json --output demo.json`
	s := flags{a, cmd, cmd.Flags()}
	f.add(s)
	s.yes(&serve, "serve", a.say("เปิดเว็บไซต์ไว้ให้ดูด้วยเบราว์เซอร์จนกว่าจะกด Ctrl-C", "keep the website open for a browser until Ctrl-C"))
	return cmd
}

func (a *app) demo(ctx context.Context, j *job, serve bool) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf(a.say("เปิดเว็บไซต์ตัวอย่างในเครื่องนี้ไม่ได้: %w", "serving the example website: %w"), err)
	}
	server := &http.Server{Handler: demosite.Handler(), ReadHeaderTimeout: 10 * time.Second}
	defer server.Close()
	go server.Serve(listener) // ends with the command

	site := "http://" + listener.Addr().String()
	j.agency = ita.Agency{
		ID: "demo", Name: "อบต.ตัวอย่าง", URL: site + "/", ITAPage: site + demosite.ITAPath,
		Year: demosite.Year, Scheme: generalScheme,
	}
	j.crawl = crawler.Config{AllowPrivate: true, Delay: crawler.NoDelay, Render: crawler.RenderNever}
	j.agency.Limits.Delay = crawler.NoDelay
	if !a.quiet {
		fmt.Fprintln(a.stderr, a.say(
			"เว็บไซต์ของหน่วยงานสมมติ เปิดในเครื่องนี้เพื่อทดลองตรวจ มีข้อผิดพลาดที่ใส่ไว้โดยตั้งใจ",
			"The website of an invented agency, on this computer, with faults planted in it.",
		))
		fmt.Fprintln(a.stderr, a.say("หน้า ITA: ", "ITA page: ")+j.agency.ITAPage)
	}
	err = a.audit(ctx, j)
	if serve && ctx.Err() == nil {
		fmt.Fprintln(a.stderr, a.sayf("เปิดดูได้ที่ %s กด Ctrl-C เมื่อต้องการหยุด", "open %s in a browser; press Ctrl-C to stop", j.agency.ITAPage))
		<-ctx.Done()
	}
	return err
}
