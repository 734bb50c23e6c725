public import Logging
import NIOConcurrencyHelpers

/// A bounded pool of connections that are made on demand, and borrowed in the order in which they were asked for.
///
/// ``run()`` is its lifetime: without it nobody gets a connection.
///
///     let pool = PGPool(configuration: try PGConfiguration(), logger: logger)
///     async let lifetime: Void = pool.run()
///     let rows = try await pool.withConnection { try await $0.execute(score(17)) }
public final class PGPool: Sendable {
    typealias Machine = PoolMachine<PGConnection, Waiter>
    typealias Lease = (id: UInt64, connection: PGConnection)
    typealias Waiter = CheckedContinuation<Result<Lease, PGError>, Never>

    private struct State: Sendable {
        var machine: Machine
        var lastWaiter: UInt64 = 0
        var timer: UInt64?
        var drained: CheckedContinuation<Void, Never>?
        var isDrained = false
        var hasRun = false
    }

    private let configuration: PGConfiguration
    private let acquireTimeout: Duration
    private let loop: PGLoop
    private let logger: Logger
    private let state: NIOLockedValueBox<State>
    private let requests = AsyncStream<UInt64>.makeStream()

    /// - Parameters:
    ///   - acquireTimeout: How long a caller waits for a connection before ``PGError/poolTimeout(lastFailure:)``.
    ///   - maximumWaiters: More of them get ``PGError/poolOverloaded`` at once.
    public init(
        configuration: PGConfiguration, maximumConnections: Int = 8, acquireTimeout: Duration = .seconds(2),
        maximumWaiters: Int = 10_000, loop: PGLoop = .shared, logger: Logger
    ) {
        precondition(maximumConnections > 0 && maximumWaiters > 0, "a pool needs room")
        self.configuration = configuration
        self.acquireTimeout = acquireTimeout
        self.loop = loop
        self.logger = logger
        let machine = Machine(maximumConnections: maximumConnections, maximumWaiters: maximumWaiters)
        state = NIOLockedValueBox(State(machine: machine))
    }

    /// Serves until its task is cancelled, and returns when every connection is closed: those that are borrowed at that
    /// moment stay so until their borrowers end.
    public func run() async {
        let first = state.withLockedValue { state in
            defer { state.hasRun = true }
            return !state.hasRun
        }
        precondition(first, "a pool runs once")
        await withDiscardingTaskGroup { group in
            for await id in requests.stream {
                if state.withLockedValue({ $0.machine.connecting(id) }) {
                    group.addTask { await self.connect(id) }
                }
            }
            perform { $0.close() }
        }
        await withCheckedContinuation { continuation in
            let isDrained = state.withLockedValue { state in
                if !state.isDrained { state.drained = continuation }
                return state.isDrained
            }
            if isDrained { continuation.resume() }
        }
    }

    /// Lends a connection to `body`.
    ///
    /// What `body` leaves open is rolled back, whether it returns or throws; a connection that broke is dropped. Throws
    /// ``PGError/poolTimeout(lastFailure:)``, ``PGError/poolOverloaded``, ``PGError/poolClosed`` or
    /// ``PGError/cancelled`` without having called `body`.
    @discardableResult
    public func withConnection<R: Sendable>(
        isolation: isolated (any Actor)? = #isolation, _ body: (PGConnection) async throws -> R
    ) async throws -> R {
        let lease = try await acquire()
        defer { release(lease) }
        return try await body(lease.connection)
    }

    /// For health and metrics.
    public var statistics: (idle: Int, leased: Int, connecting: Int, waiting: Int) {
        state.withLockedValue { state in
            let machine = state.machine
            return (machine.idleCount, machine.leasedCount, machine.comingCount, machine.waitingCount)
        }
    }

    private func acquire() async throws(PGError) -> Lease {
        if Task.isCancelled { throw .cancelled }
        let (now, id) = state.withLockedValue { state in
            state.lastWaiter += 1
            return (state.machine.leaseNow(), state.lastWaiter)
        }
        if let now { return (now.0, now.1) }
        let deadline = ContinuousClock.now + acquireTimeout
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (waiter: Waiter) in
                perform { $0.wait(id, waiter, deadline: deadline) }
                // The handler may have looked for the waiter before it was there.
                if Task.isCancelled { perform { $0.cancel(id) } }
            }
        } onCancel: {
            perform { $0.cancel(id) }
        }
        return try result.get()
    }

    private func release(_ lease: Lease) {
        let isClean = lease.connection.transactionStatus == .idle
        perform { $0.release(lease.id, isClean: isClean) }
    }

    private func connect(_ id: UInt64) async {
        let hooks = PGConnection.Hooks(closed: { [weak self] _ in self?.perform { $0.lost(id) } })
        do {
            let connection = try await PGConnection.connect(configuration, loop: loop, logger: logger, hooks: hooks)
            perform { $0.connected(id, connection) }
            // It may have ended before the machine knew of it, and nobody would say so again.
            if connection.isClosed { perform { $0.lost(id) } }
        } catch {
            // One line when it begins, not one for each attempt.
            let isNews = state.withLockedValue { $0.machine.lastFailure == nil } && !Task.isCancelled
            logger.log(level: isNews ? .warning : .debug, "\(error)", metadata: ["database": "\(configuration)"])
            perform { $0.connectFailed(id, "\(error)") }
        }
    }

    /// Lets the machine decide under the lock, and acts after it.
    private func perform(_ decide: (inout Machine) -> [Machine.Action]) {
        let actions = state.withLockedValue { decide(&$0.machine) }
        for action in actions { perform(action) }
        armTimer()
    }

    private func perform(_ action: Machine.Action) {
        switch action {
        case .connect(let id): requests.continuation.yield(id)
        case .lease(let waiter, let id, let connection): waiter.resume(returning: .success((id, connection)))
        case .fail(let waiter, let error): waiter.resume(returning: .failure(error))
        case .close(let connection): connection.closeDetached()
        case .reset(let id, let connection): reset(id, connection)
        case .retry(let pause):
            _ = loop.schedule(at: .now + pause) { [weak self] in self?.perform { $0.retry() } }
        case .drained:
            let waiter = state.withLockedValue { state in
                state.isDrained = true
                defer { state.drained = nil }
                return state.drained
            }
            waiter?.resume()
        }
    }

    private func reset(_ id: UInt64, _ connection: PGConnection) {
        connection.runDetached("ROLLBACK") { [weak self] outcome in
            let isClean = (try? outcome.get()) != nil && connection.transactionStatus == .idle
            self?.perform { $0.reset(id, isClean: isClean) }
        }
    }

    /// One timer, for whoever waits longest.
    private func armTimer() {
        state.withLockedValue { state in
            guard state.timer == nil, let deadline = state.machine.nextDeadline else { return }
            state.timer = loop.schedule(at: deadline) { [weak self] in
                self?.state.withLockedValue { $0.timer = nil }
                self?.perform { $0.expire(now: .now) }
            }
        }
    }
}
