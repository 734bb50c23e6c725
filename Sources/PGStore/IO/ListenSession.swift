import Logging
import NIOConcurrencyHelpers

/// Carries out what ``ListenMachine`` decides, for one connection.
final class ListenSession: Sendable {
    private enum Signal: Sendable {
        case tick
        case giveUp(String)
    }

    private let channels: [String]
    private let channel: EventChannel
    private let interval: Duration
    private let loop: PGLoop
    private let logger: Logger
    private let listening: @Sendable (Bool) -> Void
    private let machine: NIOLockedValueBox<ListenMachine>
    private let signals = AsyncStream<Signal>.makeStream()

    init(
        channels: [String], channel: EventChannel, bufferLimit: Int, interval: Duration, loop: PGLoop, logger: Logger,
        listening: @escaping @Sendable (Bool) -> Void
    ) {
        self.channels = channels
        self.channel = channel
        self.interval = interval
        self.loop = loop
        self.logger = logger
        self.listening = listening
        let check = "pgstore_check_\(UInt64.random(in: .min ... .max))"
        machine = NIOLockedValueBox(ListenMachine(checkChannel: check, heldLimit: bufferLimit))
    }

    /// Returns when the connection is lost, cannot be made, or the task is cancelled.
    func run(_ configuration: PGConfiguration) async -> (wasListening: Bool, reason: String) {
        var configuration = configuration
        // A self-check that takes longer than the time to the next one has failed.
        configuration.queryTimeout = min(configuration.queryTimeout ?? interval, interval)
        // It never has a transaction open, and its guards would only be in the way.
        configuration.idleInTransactionTimeout = nil
        let hooks = PGConnection.Hooks(
            closed: { [weak self] reason in self?.perform { $0.lost(reason.map { "\($0)" } ?? "closed") } },
            notified: { [weak self] notifications in self?.perform { $0.notified(notifications) } })
        let connection: PGConnection
        do {
            connection = try await PGConnection.connect(configuration, loop: loop, logger: logger, hooks: hooks)
        } catch {
            return (false, "\(error)")
        }
        let outcome = await serve(connection)
        await connection.close()
        return outcome
    }

    private func serve(_ connection: PGConnection) async -> (wasListening: Bool, reason: String) {
        do {
            let names = channels + [machine.withLockedValue { $0.checkChannel }]
            _ = try await connection.listen(names)
        } catch {
            return (false, "\(error)")
        }
        listening(true)
        defer { listening(false) }
        perform { $0.subscribed() }
        guard machine.withLockedValue({ $0.isListening }) else { return (false, "lost while it began to listen") }
        // The first check at once: a way on which nothing comes back is no way.
        signals.continuation.yield(.tick)
        for await signal in signals.stream {
            switch signal {
            case .giveUp(let reason): return (true, reason)
            case .tick: await check(connection)
            }
        }
        return (true, "cancelled")
    }

    private func check(_ connection: PGConnection) async {
        _ = loop.schedule(at: .now + interval) { [weak self] in self?.signals.continuation.yield(.tick) }
        let action = machine.withLockedValue { $0.tick() }
        guard case .check(let payload) = action else { return perform(action) }
        let notify = PGStatement("pgstore_check", "SELECT pg_notify($1, $2)")
        do {
            let name = machine.withLockedValue { $0.checkChannel }
            try await connection.execute(notify(name, payload))
        } catch {
            if !Task.isCancelled { perform { $0.lost("\(error)") } }
        }
    }

    private func perform(_ decide: (inout ListenMachine) -> ListenMachine.Action) {
        // Delivered under the lock: what comes from two threads must not overtake each other. The channel calls nobody.
        machine.withLockedValue { machine in
            let action = decide(&machine)
            if case .deliver(let events) = action { channel.append(events) } else { perform(action) }
        }
    }

    private func perform(_ action: ListenMachine.Action) {
        switch action {
        case .deliver(let events): channel.append(events)
        case .giveUp(let reason): signals.continuation.yield(.giveUp(reason))
        case .check, .ignore: break
        }
    }
}

extension PGConnection {
    /// Listens to channels, in one flight.
    func listen(_ channels: [String]) async throws(PGError) -> [PGRows] {
        try await pipeline(channels.map { PGCall(unprepared: "LISTEN \(Self.quoted($0))") })
    }

    /// An identifier, quoted so that it is taken as it stands.
    static func quoted(_ identifier: String) -> String {
        "\"" + identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
