import Metrics
import NIOConcurrencyHelpers

/// One series.
protocol PrometheusInstrument: Sendable {
    func write(to text: inout PrometheusText, _ key: PrometheusMetrics.Key)
}

/// A number that only grows.
final class PrometheusCounter: CounterHandler, FloatingPointCounterHandler, PrometheusInstrument {
    private let total = NIOLockedValueBox(0.0)

    var value: Double { total.withLockedValue { $0 } }

    func increment(by amount: Int64) { increment(by: Double(amount)) }
    func increment(by amount: Double) { total.withLockedValue { $0 += max(0, amount) } }
    func reset() { total.withLockedValue { $0 = 0 } }
    func write(to text: inout PrometheusText, _ key: PrometheusMetrics.Key) { text.add(self, key) }
}

/// A number that comes and goes.
final class PrometheusGauge: MeterHandler, RecorderHandler, PrometheusInstrument {
    private let current = NIOLockedValueBox(0.0)

    var value: Double { current.withLockedValue { $0 } }

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { current.withLockedValue { $0 = value } }
    func increment(by amount: Double) { current.withLockedValue { $0 += amount } }
    func decrement(by amount: Double) { current.withLockedValue { $0 -= amount } }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }
    func write(to text: inout PrometheusText, _ key: PrometheusMetrics.Key) { text.add(self, key) }
}

/// How values are spread.
final class PrometheusHistogram: TimerHandler, RecorderHandler, PrometheusInstrument {
    /// From a fast reply to one that nobody waits for.
    static let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    /// For sizes of batches and queues.
    static let counts: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]

    struct State: Sendable, Equatable {
        /// How many values are in each bucket, the one without a bound last.
        var counts: [Int]
        var sum = 0.0
    }

    let bounds: [Double]
    private let state: NIOLockedValueBox<State>

    /// - Parameter bounds: The upper bounds, inclusive, in rising order.
    init(bounds: [Double]) {
        self.bounds = bounds
        state = NIOLockedValueBox(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    var values: State { state.withLockedValue { $0 } }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }
    func preferDisplayUnit(_: TimeUnit) {}
    func write(to text: inout PrometheusText, _ key: PrometheusMetrics.Key) { text.add(self, key) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLockedValue {
            $0.counts[bucket] += 1
            $0.sum += value
        }
    }
}
