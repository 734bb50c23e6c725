import GameAPI
import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle

/// Tells the other instances which clients are here, in groups, and finds out which instances have died.
///
/// Each instance reports that it lives every two seconds. One that was silent for six is taken for dead by whichever other
/// one looks first; its clients are reported gone. If it was not dead, it finds itself deleted, and comes back under a
/// new name with all its clients. It does so too whenever it cannot know what became of its reports: one that failed, or
/// that a crash of PostgreSQL may have lost; only then is the old name given up, so that nobody seems to leave.
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

    private struct Names: Sendable {
        var current: Incarnation?
        /// Still to be given up.
        var former: [String] = []

        mutating func retire() {
            if let current { former.append(current.id) }
            current = nil
        }
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
    private let names = NIOLockedValueBox(Names())
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

    /// PostgreSQL was away: reports that it had taken may be lost.
    func renew() {
        names.withLockedValue { $0.retire() }
        signal.yield()
    }

    func run() async {
        await cancelWhenGracefulShutdown { [self] in
            await withTaskGroup { group in
                group.addTask { await self.report() }
                group.addTask { await self.beat() }
            }
        }
        renew()
        do {
            try await giveUpFormerNames()
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
        // Whoever could not reach the database for a while, or slept, must not judge others by their silence.
        var aliveSince: ContinuousClock.Instant?
        var toldAt: ContinuousClock.Instant?
        var lookedAt = ContinuousClock.now
        for await _ in signals {
            do {
                let isAlive = try await tell()
                let now = ContinuousClock.now
                if !isAlive || now - (toldAt ?? now) > Self.patience / 2 { aliveSince = nil }
                toldAt = now
                let since = aliveSince ?? now
                aliveSince = since
                if now - since >= Self.patience, now - lookedAt >= Self.heartbeat / 2 {
                    lookedAt = now
                    try await reap()
                }
            } catch {
                if Task.isCancelled { return }
                aliveSince = nil
                names.withLockedValue { $0.retire() }
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
        let sequence = names.withLockedValue { names in
            // Never used again, whatever comes of it: one number, one content.
            if !changes.isEmpty { names.current?.sequence += 1 }
            return names.current?.id == id ? names.current?.sequence : nil
        }
        // Retired meanwhile; the next turn, which is on its way, begins anew.
        guard let sequence else { return true }
        let counts = changes.map { key, connections in
            PresenceCount(instance: id, game: key.game, client: key.client, connections: connections)
        }
        guard
            try await store.report(
                id, sequence: sequence, presence: counts, payloads: Self.payloads(id, sequence, counts))
        else {
            logger.warning("was taken for dead; coming back under a new name")
            names.withLockedValue { $0.current = nil }
            signal.yield()
            return false
        }
        try await giveUpFormerNames()
        return true
    }

    private func registered() async throws -> (id: String, isNew: Bool) {
        if let id = names.withLockedValue({ $0.current?.id }) { return (id, false) }
        let new = Incarnation(id: "\(name)-\(String(UInt32.random(in: 1 << 28 ... .max), radix: 36))")
        try await store.register(new.id)
        names.withLockedValue { $0.current = new }
        return (new.id, true)
    }

    private func giveUpFormerNames() async throws {
        while let former = names.withLockedValue({ $0.former.first }) {
            try await store.unregister(former)
            names.withLockedValue { _ = $0.former.removeFirst() }
        }
    }

    private static func payloads(_ id: String, _ sequence: Int64, _ counts: [PresenceCount]) -> [String] {
        Dictionary(grouping: counts, by: \.game).flatMap { game, counts in
            let counts = counts.map { ClientCount(client: $0.client, connections: $0.connections) }
            return CoordinationPayload.payloads(
                gameID: game, items: [.presence(instance: id, sequence: sequence, counts: counts)])
        }
    }
}
