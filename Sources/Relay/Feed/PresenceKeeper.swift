import GameAPI
import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle

/// Tells the other instances which clients are here, in groups, and finds out which instances have died.
///
/// Each instance reports that it lives every two seconds. One that was silent for six is taken for dead by whichever other
/// one looks first; its clients are reported gone. If it was not dead, it finds itself deleted, and comes back under a
/// new name with all its clients.
final class PresenceKeeper: Service {
    struct Key: Hashable, Sendable {
        let game: Int64
        let client: ClientKey
    }

    /// An instance under one of its names.
    private struct Incarnation: Sendable {
        let id: String
        var sequence: Int64 = 0
    }

    static let heartbeat = Duration.seconds(2)
    /// An instance that was silent for so long is dead.
    static let patience = Duration.seconds(6)
    /// What comes and goes within this time is told together.
    static let gathering = Duration.milliseconds(20)

    private let store: any CoordinationStore
    private let name: String
    private let logger: Logger
    private let book = NIOLockedValueBox(PresenceBook<Key>())
    private let incarnation = NIOLockedValueBox<Incarnation?>(nil)
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init(store: any CoordinationStore, name: String, logger: Logger) {
        self.store = store
        self.name = name
        self.logger = logger
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func came(_ client: ClientKey, game: Int64) {
        book.withLockedValue { $0.came(Key(game: game, client: client)) }
        signal.yield()
    }

    func left(_ client: ClientKey, game: Int64) {
        book.withLockedValue { $0.left(Key(game: game, client: client)) }
        signal.yield()
    }

    func run() async {
        await cancelWhenGracefulShutdown { [self] in
            await withTaskGroup { group in
                group.addTask { await self.report() }
                group.addTask { await self.beat() }
            }
        }
        guard let last = incarnation.withLockedValue({ $0 }) else { return }
        do {
            try await store.unregister(last.id)
        } catch {
            logger.warning("could not say goodbye; the others notice in seconds", metadata: ["error": "\(error)"])
        }
    }

    private func beat() async {
        while !Task.isCancelled {
            signal.yield()
            do { try await Task.sleep(for: Self.heartbeat) } catch { return }
        }
    }

    private func report() async {
        // Whoever could not reach the database itself for a while must not judge others by their silence.
        var aliveSince: ContinuousClock.Instant?
        var lookedAt = ContinuousClock.now
        for await _ in signals {
            do {
                if try await tell() {
                    let now = ContinuousClock.now
                    aliveSince = aliveSince ?? now
                    if let aliveSince, now - aliveSince >= Self.patience, now - lookedAt >= Self.heartbeat / 2 {
                        lookedAt = now
                        try await reap()
                    }
                } else {
                    logger.warning("was taken for dead; coming back under a new name")
                    incarnation.withLockedValue { $0 = nil }
                    signal.yield()
                }
            } catch {
                aliveSince = nil
                logger.warning("presence could not be told", metadata: ["error": "\(error)"])
            }
            do { try await Task.sleep(for: Self.gathering) } catch { return }
        }
    }

    private func reap() async throws {
        for dead in try await store.reap(silentFor: Self.patience) {
            logger.warning("an instance has died", metadata: ["dead_instance": "\(dead)"])
        }
    }

    /// Tells what has changed since the last time, and that the instance lives.
    ///
    /// - Returns: false if the others take the instance for dead.
    private func tell() async throws -> Bool {
        let (id, isNew) = try await registered()
        let changes = book.withLockedValue { isNew ? $0.takeAll() : $0.takeChanges() }
        // Never used again, whatever comes of it: one number, one content.
        let sequence = incarnation.withLockedValue { incarnation in
            if !changes.isEmpty { incarnation?.sequence += 1 }
            return incarnation?.sequence ?? 0
        }
        let counts = changes.map { key, connections in
            PresenceCount(instance: id, game: key.game, client: key.client, connections: connections)
        }
        do {
            let isAlive = try await store.report(
                id, sequence: sequence, presence: counts, payloads: Self.payloads(id, sequence, counts))
            if !isAlive { book.withLockedValue { $0.restore(changes) } }
            return isAlive
        } catch {
            book.withLockedValue { $0.restore(changes) }
            throw error
        }
    }

    private func registered() async throws -> (id: String, isNew: Bool) {
        if let id = incarnation.withLockedValue({ $0?.id }) { return (id, false) }
        let new = Incarnation(id: "\(name)-\(String(UInt32.random(in: 1 << 28 ... .max), radix: 36))")
        try await store.register(new.id)
        incarnation.withLockedValue { $0 = new }
        return (new.id, true)
    }

    private static func payloads(_ id: String, _ sequence: Int64, _ counts: [PresenceCount]) -> [String] {
        Dictionary(grouping: counts, by: \.game).flatMap { game, counts in
            let counts = counts.map { ClientCount(client: $0.client, connections: $0.connections) }
            return CoordinationPayload.payloads(
                gameID: game, items: [.presence(instance: id, sequence: sequence, counts: counts)])
        }
    }
}
