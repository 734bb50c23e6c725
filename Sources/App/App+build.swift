import GameAPI
import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Relay
import ServiceLifecycle
import UnixSignals

/// A server that is put together and not yet running.
struct PodiumApplication: Sendable {
    let gate: ReadinessGate
    private let group: ServiceGroup
    private let address: String
    private let logger: Logger

    /// - Parameter services: In order of dependence; the gate comes last of all.
    init(
        services: [any Service], gate: ReadinessGate, configuration settings: AppConfiguration, signals: [UnixSignal],
        logger: Logger
    ) {
        var configuration = ServiceGroupConfiguration(
            services: services + [gate], gracefulShutdownSignals: signals, logger: logger)
        configuration.maximumGracefulShutdownDuration = settings.shutdownTimeout
        group = ServiceGroup(configuration: configuration)
        address = settings.baseURL(port: settings.port)
        self.gate = gate
        self.logger = logger
    }

    /// Runs until a signal, ``stop()`` or a fault. Requests that are still in flight when the shutdown's time has passed
    /// are cancelled.
    func run() async throws {
        do {
            try await group.run()
        } catch let error as IOError where !gate.isStopping {
            throw StartError("cannot listen on \(address): \(String(cString: strerror(error.errnoCode)))")
        } catch  where gate.isStopping {
            logger.warning("stopped before every request was answered", metadata: ["error": "\(error)"])
        }
    }

    /// Begins a graceful shutdown, as SIGTERM does.
    func stop() async { await group.triggerGracefulShutdown() }
}

/// Puts a server together: routes, middlewares, services. Nothing runs yet; only the API's descriptions and the
/// web pages are read.
/// - Parameters:
///   - backend: The game behind it.
///   - authority: Issues and verifies the tokens.
///   - signals: End the server gracefully.
///   - onListening: Called with the real port once the server answers.
///   - onStopping: Called when a graceful shutdown begins.
func buildApplication(
    _ configuration: AppConfiguration,
    backend: Backend,
    authority: TokenAuthority,
    metrics: PrometheusMetrics,
    logger: Logger,
    stoppedBy signals: [UnixSignal] = [],
    onListening: @escaping @Sendable (Int) async -> Void = { _ in },
    onStopping: @escaping @Sendable () -> Void = {}
) async throws -> PodiumApplication {
    let documents = try Documents(root: configuration.docsRoot)
    let site =
        configuration.role == .all ? try Website.find(root: configuration.webRoot, logger: logger) : nil
    let gate = ReadinessGate(
        delay: configuration.shutdownDelay, onStopping: onStopping, isReady: backend.isReady)
    let http = httpSettings(configuration, authority: authority)

    let router = Router<PodiumRequestContext>.podium()
    OperatorRoutes(
        gate: gate, metrics: configuration.metrics == .on ? metrics : nil, documents: documents
    ).add(to: router)
    if configuration.role != .relay { backend.addRoutes(router, http) }
    let sockets = backend.hub.map { hub in
        SocketEntry(hub: hub, authenticator: http.authenticator, allowedOrigins: configuration.allowedOrigins)
    }
    sockets?.addRoutes(to: router)
    if let site { WebRoutes(site: site).add(to: router) }

    let responder = PodiumResponder(router, observer: RequestObserver(metrics: metrics))
    let limits = SocketLimits(
        messageBytes: configuration.socketMessageLimit, outboxBytes: configuration.socketQueueLimit)
    let server = SocketChannel(
        responder: { request, channel in
            try await responder.respond(
                to: request,
                context: PodiumRequestContext(
                    source: ApplicationRequestContextSource(channel: channel, logger: logger)))
        },
        idleTimeout: .seconds(75), admission: sockets, limits: limits
    ).server(
        configuration: ServerConfiguration(
            address: .hostname(configuration.host, port: configuration.port), backlog: 1_024),
        onServerRunning: { channel in
            // So that a server that says that it listens is ready, too.
            await waitUntilListening(backend.hub, logger)
            await onListening(channel.localAddress?.port ?? configuration.port)
        },
        eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
    // Sockets are sent away while the server still answers.
    return PodiumApplication(
        services: backend.services + (backend.hub?.services ?? []) + [server]
            + (backend.hub.map { [$0.drain] } ?? []),
        gate: gate, configuration: configuration, signals: signals, logger: logger)
}

private func httpSettings(_ configuration: AppConfiguration, authority: TokenAuthority) -> HTTPSettings {
    HTTPSettings(
        bodyLimit: configuration.bodyLimit,
        importLimit: configuration.importLimit,
        authenticator: Authenticator(
            authority: authority, adminToken: configuration.adminToken, isOpen: configuration.auth == .open),
        rateLimiter: RateLimiter(
            token: configuration.rateLimitToken, address: configuration.rateLimitAddress,
            proxies: configuration.trustedProxies))
}

private func waitUntilListening(_ hub: Hub?, _ logger: Logger) async {
    do {
        guard let hub, try await !hub.untilListening() else { return }
        logger.warning("changes do not come in yet; not ready until they do")
    } catch {
        logger.error("cannot wait for changes", metadata: ["error": "\(error)"])
    }
}
