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
    /// The games of ``rooms``.
    let openGames = OpenGames()
    private var lastNumber: UInt64 = 0
    /// Rows with something to send, for the next round.
    var queuedRows: [Row] = []
    /// Rows that this round has still to serve; the last one is in its lap.
    var servedRows: [Row] = []
    /// Clients who were sent something apart, which is not flushed yet.
    var unflushed: [Session] = []
    /// Or under way.
    var isRoundPlanned = false
    var roundBeginning: NIODeadline = .uptimeNanoseconds(0)
    var pace = Pace()

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

    /// Queues frames for a client. They leave with the next ``Socket/flush()``.
    func send(_ frames: ByteBuffer, to session: Session) {
        countingSlow(session.socket) { $0.send(frames) }
    }

    func sendAndFlush(_ frames: ByteBuffer, to session: Session) {
        countingSlow(session.socket) { $0.sendAndFlush(frames) }
    }

    private func countingSlow(_ socket: Socket, _ send: (Socket) -> Void) {
        let wasClosing = socket.isClosing
        send(socket)
        if !wasClosing, socket.isClosing { metrics.slowConsumers.increment() }
    }
}
