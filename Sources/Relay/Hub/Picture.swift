import GameAPI
import NIOCore

/// What a newcomer is shown of a room, as frames: made once for all who come before it changes.
struct Picture: Sendable {
    enum Kind: Sendable {
        /// The whole state.
        case snapshot
        /// What is not in the change log, for a client that has the changes: it may have missed it while it was away.
        case resumption
    }

    private let kind: Kind
    private let snapshot: SnapshotText?
    private let retained: [CoordinationMessage]
    private let clients: [ClientKey]
    /// For those whom no targeted message concerns.
    private let shared: ByteBuffer

    init(_ kind: Kind, snapshot: SnapshotText?, retained: [CoordinationMessage], clients: [ClientKey]) {
        self.kind = kind
        self.snapshot = snapshot
        self.retained = retained
        self.clients = clients
        shared = Self.frames(kind, snapshot, retained.filter { $0.recipient == nil }, clients)
    }

    func frames(for client: ConnectionIdentity) -> ByteBuffer {
        guard retained.contains(where: { $0.recipient?.matches(client) ?? false }) else { return shared }
        return Self.frames(kind, snapshot, retained.filter { $0.recipient?.matches(client) ?? true }, clients)
    }

    private static func frames(
        _ kind: Kind, _ snapshot: SnapshotText?, _ retained: [CoordinationMessage], _ clients: [ClientKey]
    ) -> ByteBuffer {
        switch (kind, snapshot) {
        case (.snapshot, let snapshot?):
            Frames.text(SocketMessage.snapshot(snapshot, retained: retained.map(\.body), clients: clients))
        case (.snapshot, nil):
            preconditionFailure("a seat was admitted before there was a snapshot")
        case (.resumption, _):
            Frames.texts(retained.map(\.body) + clients.map { SocketMessage.status($0, connected: true) })
        }
    }
}
