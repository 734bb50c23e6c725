import Metrics
import NIOConcurrencyHelpers

/// Keeps the process's metrics and writes them as Prometheus reads them (text format 0.0.4).
///
/// It is our own because no Prometheus library for swift-metrics is among this project's dependencies. Counters become
/// counters, gauges and meters gauges, timers histograms in seconds, and aggregating recorders histograms of plain
/// numbers. Series live as long as the process: whoever makes them bounds their labels.
final class PrometheusMetrics: MetricsFactory {
    struct Key: Hashable, Sendable {
        let name: String
        let labels: PrometheusLabels
    }

    private let instruments = NIOLockedValueBox<[Key: any PrometheusInstrument]>([:])

    /// All series, by name, each name under its type.
    var text: String {
        let all = instruments.withLockedValue { $0 }
            .sorted { ($0.key.name, $0.key.labels.text) < ($1.key.name, $1.key.labels.text) }
        var text = PrometheusText()
        for (key, instrument) in all { instrument.write(to: &text, key) }
        return text.finish()
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(label, dimensions)
    }

    func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        counter(label, dimensions)
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return gauge(label, dimensions) }
        return histogram(PrometheusText.name(label), dimensions, bounds: PrometheusHistogram.counts)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(
            PrometheusText.name(label, ending: "_seconds"), dimensions, bounds: PrometheusHistogram.seconds)
    }

    // What Prometheus has seen once it wants to see again, so nothing is ever forgotten.
    func destroyCounter(_: any CounterHandler) {}
    func destroyFloatingPointCounter(_: any FloatingPointCounterHandler) {}
    func destroyMeter(_: any MeterHandler) {}
    func destroyRecorder(_: any RecorderHandler) {}
    func destroyTimer(_: any TimerHandler) {}

    private func counter(_ label: String, _ dimensions: [(String, String)]) -> PrometheusCounter {
        instrument(PrometheusText.name(label, ending: "_total"), dimensions, PrometheusCounter())
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> PrometheusGauge {
        instrument(PrometheusText.name(label), dimensions, PrometheusGauge())
    }

    private func histogram(_ name: String, _ dimensions: [(String, String)], bounds: [Double]) -> PrometheusHistogram {
        instrument(name, dimensions, PrometheusHistogram(bounds: bounds))
    }

    /// The instrument of a series, `new` if there is none yet. One whose name already stands for another type counts
    /// into the void: a name has one type, and metrics are no reason to stop.
    private func instrument<Handler: PrometheusInstrument>(
        _ name: String, _ dimensions: [(String, String)], _ new: Handler
    ) -> Handler {
        let key = Key(name: name, labels: PrometheusLabels(dimensions))
        return instruments.withLockedValue { known in
            if let existing = known[key] { return existing as? Handler ?? new }
            let relative = known.first { $0.key.name == name }?.value
            if relative == nil || relative is Handler { known[key] = new }
            return new
        }
    }
}
