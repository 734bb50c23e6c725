import HTTPTypes
import Logging
public import Metrics
import NIOConcurrencyHelpers
import NIOCore

/// Tells the log and the metrics of every request that was answered.
public final class RequestObserver: Sendable {
    /// One request and its reply.
    struct Exchange: Sendable {
        let method: HTTPRequest.Method
        /// The route's template, so that ids make no series of their own.
        let route: String
        let status: HTTPResponse.Status
        let duration: TimeAmount
    }

    private struct Series: Hashable, Sendable {
        let method: String
        let route: String
        let status: Int
    }

    private struct Instruments: Sendable {
        let total: Counter
        let duration: Metrics.Timer
    }

    /// The route of requests that no route matched, whatever their paths.
    static let unmatched = "unmatched"
    private static let quietRoutes: Set<String> = ["/api/health/live", "/api/health/ready", "/metrics"]
    private static let knownMethods: Set<HTTPRequest.Method> = [.get, .head, .post, .patch, .put, .delete, .options]

    private let metrics: any MetricsFactory
    private let instruments = NIOLockedValueBox<[Series: Instruments]>([:])

    /// Makes an observer that counts into `metrics`.
    public init(metrics: any MetricsFactory = NOOPMetricsHandler.instance) {
        self.metrics = metrics
    }

    func completed(_ exchange: Exchange, context: PodiumRequestContext) {
        count(exchange)
        let level: Logger.Level = Self.quietRoutes.contains(exchange.route) ? .debug : .info
        guard context.plainLogger.logLevel <= level else { return }
        context.logger.log(
            level: level, "request",
            metadata: [
                "method": .string(exchange.method.rawValue),
                "route": .string(exchange.route),
                "status": .stringConvertible(exchange.status.code),
                "ms": .string(Self.milliseconds(exchange.duration)),
            ])
    }

    private func count(_ exchange: Exchange) {
        let series = Series(
            method: Self.knownMethods.contains(exchange.method) ? exchange.method.rawValue : "other",
            route: exchange.route,
            status: exchange.status.code)
        let instruments = instruments.withLockedValue { known in
            if let instruments = known[series] { return instruments }
            let made = makeInstruments(series)
            known[series] = made
            return made
        }
        instruments.total.increment()
        instruments.duration.recordNanoseconds(exchange.duration.nanoseconds)
    }

    /// There are no more of them than routes × known methods × statuses.
    private func makeInstruments(_ series: Series) -> Instruments {
        let dimensions = [("method", series.method), ("route", series.route), ("status", String(series.status))]
        return Instruments(
            total: Counter(label: "podium_http_requests_total", dimensions: dimensions, factory: metrics),
            duration: Metrics.Timer(
                label: "podium_http_request_duration_seconds", dimensions: dimensions,
                preferredDisplayUnit: .seconds, factory: metrics))
    }

    /// Milliseconds with three decimals.
    static func milliseconds(_ duration: TimeAmount) -> String {
        let microseconds = max(0, duration.nanoseconds / 1_000)
        let fraction = String(microseconds % 1_000)
        return "\(microseconds / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
}
