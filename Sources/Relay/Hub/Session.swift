import GameAPI
import NIOCore

/// A client's connection as its shard sees it. Confined to its shard's event loop.
///
/// What the client says before it was let into its room waits: else it would not get its own message back.
final class Session: SocketDelegate {
    enum Phase {
        /// Not in the room yet; what the client has said so far.
        case joining(said: [[UInt8]])
        case live
        case closed
    }

    /// More messages than this, sent before the welcome, are more than a client in its senses has to say.
    static let earlyMessages = 64

    let seat: SeatID
    let game: Int64
    let identity: ConnectionIdentity
    let socket: Socket
    var phase = Phase.joining(said: [])
    /// Where it stands in its room's row; nil while it is not live.
    var position: Int?
    /// Up to where it has its row's stream.
    var taken = 0
    /// Pings since the last sign of life.
    var unanswered = 0
    private var messages = TokenBucket()
    private var refusals = TokenBucket()
    /// Whether bytes wait for the flush of the next round.
    var isUnflushed = false
    private let shard: Shard

    init(seat: SeatID, game: Int64, identity: ConnectionIdentity, socket: Socket, shard: Shard) {
        self.seat = seat
        self.game = game
        self.identity = identity
        self.socket = socket
        self.shard = shard
    }

    func received(text: [UInt8]) {
        unanswered = 0
        guard mayGoOn() else { return }
        switch phase {
        case .joining(var said):
            guard said.count < Self.earlyMessages else { return socket.close(.policyViolation) }
            phase = .closed  // so that the array is not copied
            said.append(text)
            phase = .joining(said: said)
        case .live:
            shard.handle(text, from: self)
        case .closed:
            return
        }
    }

    func received(binary: [UInt8]) {
        socket.close(.unsupportedData, reason: "text only")
    }

    func receivedPong() { unanswered = 0 }

    func drained() {
        shard.drained(self)
    }

    func closed() {
        phase = .closed
        shard.closed(self)
    }

    /// Counts a message. Past the rate each one is refused; past as many refusals again the client is sent away.
    private func mayGoOn() -> Bool {
        guard let limit = shard.messageLimit else { return true }
        let now = Int64(NIODeadline.now().uptimeNanoseconds)
        if messages.take(limit, now: now) == .granted { return true }
        // Nothing comes before the welcome, not even a refusal.
        if case .live = phase, refusals.take(limit, now: now) == .granted {
            let error = CoordinationError(
                .rateLimited, detail: "Send at most \(limit.rate) messages a second; this one went nowhere.")
            shard.send(error, to: self)
        } else {
            socket.close(.policyViolation, reason: "too many messages")
        }
        return false
    }
}
