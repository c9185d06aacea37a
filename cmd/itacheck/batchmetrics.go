package main

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// The figures of --metrics.
var (
	agenciesMetric = prometheus.NewDesc("itacheck_batch_agencies", "Agencies of the run by state.", []string{"state"}, nil)
	linksMetric    = prometheus.NewDesc("itacheck_batch_links_total", "Links checked by this call.", nil, nil)
	paceMetric     = prometheus.NewDesc("itacheck_batch_links_per_second", "Links checked in a second, on average of the last half minute.", nil, nil)
	elapsedMetric  = prometheus.NewDesc("itacheck_batch_elapsed_seconds", "Time since this call began.", nil, nil)
	leftMetric     = prometheus.NewDesc("itacheck_batch_left_seconds", "Estimate of the time until all is done; 0: it cannot be told.", nil, nil)
	slowestMetric  = prometheus.NewDesc("itacheck_batch_server_seconds_per_link", "Time that a link takes, of the slowest servers.", []string{"server"}, nil)
)

// Describe is prometheus.Collector's.
func (p *batchProgress) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{agenciesMetric, linksMetric, paceMetric, elapsedMetric, leftMetric, slowestMetric} {
		to <- d
	}
}

// Collect is prometheus.Collector's.
func (p *batchProgress) Collect(to chan<- prometheus.Metric) {
	now := p.figures()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	gauge(agenciesMetric, float64(now.Done), "done")
	gauge(agenciesMetric, float64(now.Failed), "failed")
	gauge(agenciesMetric, float64(now.Running), "running")
	gauge(agenciesMetric, float64(now.Total-now.Done-now.Failed-now.Running), "waiting")
	to <- prometheus.MustNewConstMetric(linksMetric, prometheus.CounterValue, float64(now.Links))
	gauge(paceMetric, now.PerSecond)
	gauge(elapsedMetric, now.Elapsed.Seconds())
	gauge(leftMetric, now.Left.Seconds())
	for _, s := range now.Slowest {
		gauge(slowestMetric, s.PerLink.Seconds(), strings.ToValidUTF8(s.Server, "?")) // the library panics on what is not UTF-8
	}
}

// serveMetrics serves the figures at /metrics of an address until stop is
// called; "" serves nothing.
func (a *app) serveMetrics(address string, p *batchProgress) (stop func(), err error) {
	if address == "" {
		return func() {}, nil
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, errors.New(a.sayf("--metrics %s: เปิดไม่ได้ (%v) ให้ระบุเช่น 127.0.0.1:9090 ที่ยังไม่มีโปรแกรมอื่นใช้", "--metrics %s: cannot be served (%v): give an address such as 127.0.0.1:9090 that is free", address, err))
	}
	all := prometheus.NewRegistry()
	all.MustRegister(p, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(all, promhttp.HandlerOpts{}))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go server.Serve(listener) // ends with the run
	return func() { server.Close() }, nil
}
