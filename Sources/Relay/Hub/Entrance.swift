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

    private let opening: Opening
    /// Changes, in order.
    private let changes: [ByteBuffer]
    /// The state; before the changes if it is the whole of it, else behind them.
    private let picture: (kind: Picture.Kind, Picture)?

    /// A part of what a seat has missed.
    init(pageOf changes: [ByteBuffer], welcome revision: Int64?) {
        opening = revision.map { .welcome(revision: $0, resumed: true) } ?? .none
        self.changes = changes
        picture = nil
    }

    /// What makes a seat live.
    init(_ start: Room.Machine.Start, _ room: Room, _ changes: [ByteBuffer]) {
        self.changes = changes
        let kind: Picture.Kind = start == .resumed || start == .caughtUp ? .resumption : .snapshot
        picture = (kind, room.picture(kind))
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
        if let (kind, picture) = picture, kind == .snapshot { send(picture.frames(for: session.identity)) }
        if !changes.isEmpty { send(Frames.joined(changes)) }
        if let (kind, picture) = picture, kind == .resumption { send(picture.frames(for: session.identity)) }
    }
}
