import Metrics
import Testing

@testable import App

@Suite struct PrometheusTests {
    private let metrics = PrometheusMetrics()

    @Test func countersAndGaugesAreWritten() {
        let dimensions = [("route", "/a"), ("method", "GET")]
        Counter(label: "requests", dimensions: dimensions, factory: metrics).increment(by: 2)
        Counter(label: "requests", dimensions: dimensions.reversed(), factory: metrics).increment()
        FloatingPointCounter(label: "paid_total", factory: metrics).increment(by: 0.5)
        Gauge(label: "open-sockets", factory: metrics).record(3)
        Meter(label: "load", factory: metrics).set(0.25)
        #expect(
            metrics.text == """
                # TYPE load gauge
                load 0.25
                # TYPE open_sockets gauge
                open_sockets 3
                # TYPE paid_total counter
                paid_total 0.5
                # TYPE requests_total counter
                requests_total{method="GET",route="/a"} 3

                """)
    }

    @Test func timersAreHistogramsInSeconds() {
        let timer = Metrics.Timer(label: "took", dimensions: [("x", "1")], factory: metrics)
        timer.recordMilliseconds(1)
        timer.recordMilliseconds(3)
        timer.recordSeconds(60)
        let lines = metrics.text.split(separator: "\n")
        #expect(lines.first == "# TYPE took_seconds histogram")
        #expect(lines.contains("took_seconds_bucket{x=\"1\",le=\"0.001\"} 1"))
        #expect(lines.contains("took_seconds_bucket{x=\"1\",le=\"0.0025\"} 1"))
        #expect(lines.contains("took_seconds_bucket{x=\"1\",le=\"0.005\"} 2"))
        #expect(lines.contains("took_seconds_bucket{x=\"1\",le=\"10\"} 2"))
        #expect(lines.contains("took_seconds_bucket{x=\"1\",le=\"+Inf\"} 3"))
        #expect(lines.contains("took_seconds_count{x=\"1\"} 3"))
        #expect(lines.contains { $0.hasPrefix("took_seconds_sum{x=\"1\"} 60.00") })
    }

    @Test func recordersAreHistogramsOfNumbers() {
        Recorder(label: "batch", factory: metrics).record(512)
        #expect(metrics.text.contains("batch_bucket{le=\"500\"} 0\nbatch_bucket{le=\"1000\"} 1\n"))
        #expect(metrics.text.contains("batch_sum 512\nbatch_count 1\n"))
    }

    @Test func labelsAreEscaped() {
        Counter(label: "2 odd", dimensions: [("a b", "x\\y\"z\n")], factory: metrics).increment()
        #expect(metrics.text == "# TYPE _2_odd_total counter\n_2_odd_total{a_b=\"x\\\\y\\\"z\\n\"} 1\n")
    }

    @Test func aNameHasOneType() {
        Gauge(label: "x_total", factory: metrics).record(1)
        Counter(label: "x", factory: metrics).increment()
        #expect(metrics.text == "# TYPE x_total gauge\nx_total 1\n")
    }

    @Test func numbersThatAreNoneAreWritten() {
        #expect(PrometheusText.number(.infinity) == "+Inf")
        #expect(PrometheusText.number(-.infinity) == "-Inf")
        #expect(PrometheusText.number(.nan) == "NaN")
    }
}
