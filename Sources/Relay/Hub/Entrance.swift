import GameAPI
import NIOCore

/// What a seat is sent to bring it to where its room is.
struct Entrance: Sendable {
    enum Opening: Sendable {
        /// For one that was welcomed already.
        case none
        /// - Parameter revision: What the client has after what follows.
        case welcome(revision: Int64, resumed: Bool)
        case reset
    }

    var opening = Opening.none
    /// The state, if it is to be told.
    var picture: Picture?
    /// Whether the client has the state of some revision and gets the changes since.
    var resumes = false
    /// Changes, in order.
    var changes: [ByteBuffer] = []

    init(opening: Opening = .none, changes: [ByteBuffer]) {
        self.opening = opening
        self.changes = changes
    }

    /// What makes a seat live.
    init(_ start: Room.Machine.Start, _ room: Room, _ changes: [ByteBuffer]) {
        self.changes = changes
        picture = room.picture
        resumes = start == .resumed || start == .caughtUp
        opening =
            switch start {
            case .snapshot: .welcome(revision: room.machine.sent, resumed: false)
            case .resumed: .welcome(revision: room.machine.sent, resumed: true)
            case .caughtUp: .none
            case .reset: .reset
            }
    }

    /// Hands out the frames in order.
    func forEachFrame(for session: Session, _ send: (ByteBuffer) -> Void) {
        switch opening {
        case .none: break
        case .welcome(let revision, let resumed):
            send(
                Frames.text(
                    SocketMessage.welcome(
                        gameID: session.game, clientID: session.identity.clientID,
                        connectionID: session.identity.connectionID, revision: revision, resumed: resumed)))
        case .reset: send(Frames.text(SocketMessage.reset))
        }
        if let picture, !resumes { send(picture.snapshot(for: session.identity)) }
        if !changes.isEmpty { send(Frames.joined(changes)) }
        if let picture, resumes { send(picture.resumption(for: session.identity)) }
    }
}
