import Histogram

/// A histogram of durations with three significant digits. Recording allocates nothing.
struct Latencies {
    private var histogram = Histogram<UInt64>(
        highestTrackableValue: 60_000_000_000, numberOfSignificantValueDigits: .three)

    init() { histogram.autoResize = true }

    mutating func record(nanoseconds: Int64) { histogram.record(UInt64(max(nanoseconds, 0))) }

    mutating func add(_ other: Latencies) { histogram.add(other.histogram) }

    /// Microseconds, all 0 where nothing was recorded.
    var summary: Summary {
        func percentile(_ percent: Double) -> Double { microseconds(Double(histogram.valueAtPercentile(percent))) }
        guard histogram.totalCount > 0 else { return Summary(mean: 0, p50: 0, p90: 0, p99: 0, p999: 0, max: 0) }
        return Summary(
            mean: microseconds(histogram.mean), p50: percentile(50), p90: percentile(90), p99: percentile(99),
            p999: percentile(99.9), max: microseconds(Double(histogram.max)))
    }

    struct Summary: Encodable {
        let mean, p50, p90, p99, p999, max: Double
    }

    private func microseconds(_ nanoseconds: Double) -> Double { (nanoseconds / 100).rounded() / 10 }
}
