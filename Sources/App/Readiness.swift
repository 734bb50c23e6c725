import NIOConcurrencyHelpers
import ServiceLifecycle

/// Whether a server should be sent requests.
enum Readiness: Sendable, Equatable {
    case ready
    /// Not now, and why.
    case notReady(String)
}

/// Knows from the first moment of a graceful shutdown that the server is stopping.
///
/// It has to be the last of a group's services: they are shut down in reverse, so that it is told first, and then, while
/// its delay lasts, requests are still served.
final class ReadinessGate: Service {
    private let isReady: @Sendable () async -> Readiness
    private let delay: Duration
    private let onStopping: @Sendable () -> Void
    private let stopping = NIOLockedValueBox(false)

    /// Makes a gate.
    /// - Parameters:
    ///   - delay: For how long to go on serving, so that load balancers can look away before connections are refused.
    ///   - onStopping: Called once, when the shutdown begins.
    ///   - isReady: Asked while the server is not stopping.
    init(
        delay: Duration, onStopping: @escaping @Sendable () -> Void = {},
        isReady: @escaping @Sendable () async -> Readiness
    ) {
        self.delay = delay
        self.onStopping = onStopping
        self.isReady = isReady
    }

    var isStopping: Bool { stopping.withLockedValue { $0 } }

    func readiness() async -> Readiness {
        isStopping ? .notReady("The server is stopping.") : await isReady()
    }

    func run() async throws {
        try await gracefulShutdown()
        stopping.withLockedValue { $0 = true }
        onStopping()
        if delay > .zero { try await Task.sleep(for: delay) }
    }
}
