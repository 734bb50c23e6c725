import GameAPI
import NIOCore

/// A client's connection as its shard sees it. Confined to its shard's event loop.
///
/// What the client says before it was let into its room waits: else it would not get its own message back.
final class Session: SocketDelegate {
    enum Phase {
        /// Not in the room yet; what the client has said so far.
        case joining(said: [Said])
        case live
        case closed
    }

    /// A message, and whether it came within the rate.
    struct Said {
        let text: [UInt8]
        let isInTime: Bool
    }

    /// More messages than this, sent before the client is in, are more than a client in its senses has to say.
    static let earlyMessages = 128

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
        let message = Said(text: text, isInTime: take(from: \.messages))
        switch phase {
        case .joining(var said):
            guard said.count < Self.earlyMessages else {
                return socket.close(.policyViolation, reason: "too many messages")
            }
            phase = .closed  // so that the array is not copied
            said.append(message)
            phase = .joining(said: said)
        case .live:
            handle(message)
        case .closed:
            return
        }
    }

    /// Past the rate each message is refused; past as many refusals again the client is sent away.
    func handle(_ message: Said) {
        if message.isInTime {
            shard.handle(message.text, from: self)
        } else if take(from: \.refusals) {
            let rate = shard.messageLimit?.rate ?? 0
            let detail = "Send at most \(rate) messages a second; this one went nowhere."
            shard.send(CoordinationError(.rateLimited, detail: detail), to: self)
        } else {
            socket.close(.policyViolation, reason: "too many messages")
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

    private func take(from bucket: ReferenceWritableKeyPath<Session, TokenBucket>) -> Bool {
        guard let limit = shard.messageLimit else { return true }
        return self[keyPath: bucket].take(limit, now: Int64(NIODeadline.now().uptimeNanoseconds)) == .granted
    }
}
