import GameAPI
import Logging
import Metrics
import NIOCore

/// What happens on one event loop: the sessions whose connections live there, and the rooms of the games that are at
/// home there. Confined to that loop.
///
/// A game's room is on one shard, its clients are on all. The room tells the shards what to send by
/// ``ShardReference/execute(_:)``, whose order is kept: so a seat that was admitted gets every broadcast that follows,
/// each once, without a lock.
final class Shard {
    let index: Int
    let loop: any EventLoop
    let services: RelayServices
    let metrics: RelayMetrics
    let logger: Logger
    /// What one client may send; nil: there is no limit.
    let messageLimit: RateLimit?
    /// All shards, this one too.
    var shards: [ShardReference] = []
    /// New connections are sent away at once.
    var isDraining = false

    var sessions: [UInt64: Session] = [:]
    var rows: [Int64: Row] = [:]
    var rooms: [Int64: Room] = [:]
    private var lastNumber: UInt64 = 0
    private var unflushed: [Session] = []

    init(
        index: Int, loop: any EventLoop, settings: RelaySettings, services: RelayServices, metrics: RelayMetrics,
        logger: Logger
    ) {
        self.index = index
        self.loop = loop
        self.services = services
        self.metrics = metrics
        self.logger = logger
        messageLimit =
            settings.messageRate == 0
            ? nil : RateLimit(rate: settings.messageRate, burst: settings.messageRate)
    }

    /// A number for a seat. None is used twice.
    func nextNumber() -> UInt64 {
        lastNumber += 1
        return lastNumber
    }

    /// Queues frames for a client. They leave when this turn of the loop ends: one system call for all of them.
    func send(_ frames: ByteBuffer, to session: Session) {
        let wasClosing = session.socket.isClosing
        session.socket.send(frames)
        if !wasClosing, session.socket.isClosing { metrics.slowConsumers.increment() }
        guard !session.isUnflushed else { return }
        session.isUnflushed = true
        if unflushed.isEmpty {
            let this = shards[index]
            loop.execute { this.local.flush() }
        }
        unflushed.append(session)
    }

    private func flush() {
        let sessions = unflushed
        unflushed = []
        for session in sessions {
            session.isUnflushed = false
            session.socket.flush()
        }
    }
}
