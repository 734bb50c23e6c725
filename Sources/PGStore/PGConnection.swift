public import Logging
import NIOConcurrencyHelpers

/// One session with PostgreSQL, through libpq, without blocking.
///
/// Many tasks may use a connection at the same time: each group of statements is sent at once, behind those that are in
/// flight already, and a failure in one group harms no other. Outside an explicit `BEGIN`, a group is one transaction.
///
/// Cancelling the task that waits for a group stops the group: it ends with its real outcome, which is
/// ``PGError/cancelled`` only if PostgreSQL has stopped it or it was never sent. The connection is then either as usable
/// as before or closed.
public actor PGConnection {
    typealias Machine = PipelineMachine<Waiter, PGRows>
    typealias Instant = ContinuousClock.Instant

    /// Who waits for a group.
    enum Waiter {
        case task(CheckedContinuation<Machine.Outcome, Never>)
        case callback(@Sendable (Machine.Outcome) -> Void)

        func resume(_ outcome: Machine.Outcome) {
            switch self {
            case .task(let continuation): continuation.resume(returning: outcome)
            case .callback(let body): body(outcome)
            }
        }
    }

    /// What others may look at without coming onto the loop.
    struct Visible {
        var isClosed = false
        var transaction = PGTransactionStatus.idle
    }

    /// Called on the loop.
    struct Hooks: Sendable {
        var closed: @Sendable (PGError?) -> Void = { _ in }
        var notified: @Sendable ([PGNotification]) -> Void = { _ in }
    }

    public nonisolated let processID: Int32
    /// As `server_version_num`: 150004 is 15.4.
    public nonisolated let serverVersion: Int
    public nonisolated let isEncrypted: Bool
    nonisolated let loop: PGLoop
    let configuration: PGConfiguration
    let logger: Logger
    let hooks: Hooks
    nonisolated let visible = NIOLockedValueBox(Visible())
    let cancelHandle: RawCancel?

    var raw: RawConnection?
    var machine = Machine()
    var parameters = RawParameters()
    var watch: (token: UInt64, descriptor: Int32, interest: Readiness)?
    var timer: (id: UInt64, at: Instant)?
    var cancelAttempts = 0
    private var lastGroup: UInt64 = 0

    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(_ raw: RawConnection, _ configuration: PGConfiguration, loop: PGLoop, logger: Logger, hooks: Hooks) {
        self.raw = raw
        self.configuration = configuration
        self.loop = loop
        self.logger = logger
        self.hooks = hooks
        processID = raw.processID
        serverVersion = raw.serverVersion
        isEncrypted = raw.usesTLS
        cancelHandle = raw.makeCancel()
    }

    deinit {
        if let watch { loop.unwatch(watch.token, descriptor: watch.descriptor) }
        if let timer { loop.unschedule(timer.id) }
    }

    /// Connects, and sets the session up.
    ///
    /// Throws ``PGError/connectionFailed(_:)`` with what each host said, at the latest after
    /// ``PGConfiguration/connectTimeout``.
    public static func connect(
        _ configuration: PGConfiguration, loop: PGLoop = .shared, logger: Logger
    ) async throws(PGError) -> PGConnection {
        try await connect(configuration, loop: loop, logger: logger, hooks: Hooks())
    }

    static func connect(
        _ configuration: PGConfiguration, loop: PGLoop, logger: Logger, hooks: Hooks
    ) async throws(PGError) -> PGConnection {
        let deadline = Instant.now + configuration.connectTimeout
        let raw = try await Connector(configuration, loop: loop, logger: logger).connect()
        let connection = PGConnection(raw, configuration, loop: loop, logger: logger, hooks: hooks)
        do {
            try await connection.setUp(deadline: deadline)
            return connection
        } catch {
            await connection.close()
            throw error == .timeout ? .connectionFailed("no answer in time") : error
        }
    }

    /// Runs one statement: a group of one, limited by ``PGConfiguration/queryTimeout``.
    @discardableResult
    public func execute(_ call: PGCall) async throws(PGError) -> PGRows {
        try await run([call], timeout: configuration.queryTimeout)[0]
    }

    /// - Parameter timeout: For the answer; nil waits without end.
    @discardableResult
    public func execute(_ call: PGCall, timeout: Duration?) async throws(PGError) -> PGRows {
        try await run([call], timeout: timeout)[0]
    }

    /// Runs a group of statements in one flight, and returns each one's result.
    ///
    /// Throws the first failure; the statements behind it are skipped, and outside of an explicit transaction those in
    /// front of it are rolled back. Limited by ``PGConfiguration/queryTimeout``.
    @discardableResult
    public func pipeline(_ calls: [PGCall]) async throws(PGError) -> [PGRows] {
        try await run(calls, timeout: configuration.queryTimeout)
    }

    /// - Parameter timeout: For the last answer; nil waits without end.
    @discardableResult
    public func pipeline(_ calls: [PGCall], timeout: Duration?) async throws(PGError) -> [PGRows] {
        try await run(calls, timeout: timeout)
    }

    /// Runs one statement without parameters that is not worth preparing: `LISTEN`, `SET`, DDL.
    @discardableResult
    public func simple(_ sql: String) async throws(PGError) -> PGRows {
        try await run([PGCall(unprepared: sql)], timeout: configuration.queryTimeout)[0]
    }

    /// Ends the session. Groups in flight fail with ``PGError/connectionLost(_:)``, others with ``PGError/closed``.
    public func close() async {
        closeNow(.connectionLost("closed by its user"))
    }

    public nonisolated var isClosed: Bool { visible.withLockedValue { $0.isClosed } }
    public nonisolated var transactionStatus: PGTransactionStatus { visible.withLockedValue { $0.transaction } }

    private func setUp(deadline: Instant) async throws(PGError) {
        startWatching()
        let setting = PGStatement("pgstore_set", "SELECT set_config($1, $2, false)")
        let calls = configuration.sessionSettings.map { setting($0.name, $0.value) }
        _ = try await run(calls, timeout: deadline - .now)
    }

    private func run(_ calls: [PGCall], timeout: Duration?) async throws(PGError) -> [PGRows] {
        if Task.isCancelled { throw .cancelled }
        if raw == nil { throw .closed }
        if calls.isEmpty { return [] }
        lastGroup += 1
        let id = lastGroup
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                start(id, calls, .task(continuation), timeout: timeout)
            }
        } onCancel: {
            // Comes onto the loop after the group, even if the task was cancelled before.
            loop.submit { self.assumeIsolated { $0.cancel(id) } }
        }
        return try outcome.get()
    }

    /// Runs one statement for somebody who cannot wait, such as a pool that takes a connection back.
    nonisolated func runDetached(_ sql: String, _ body: @escaping @Sendable (Machine.Outcome) -> Void) {
        loop.submit {
            self.assumeIsolated { connection in
                guard connection.raw != nil else { return body(.failure(.closed)) }
                connection.lastGroup += 1
                connection.start(
                    connection.lastGroup, [PGCall(unprepared: sql)], .callback(body),
                    timeout: connection.configuration.queryTimeout)
            }
        }
    }

    /// ``close()`` for somebody who cannot wait.
    nonisolated func closeDetached() {
        loop.submit { self.assumeIsolated { $0.closeNow(.connectionLost("closed by its owner")) } }
    }
}
