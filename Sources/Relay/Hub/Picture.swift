import GameAPI
import NIOCore

/// What a newcomer is shown of a room: made once for all who come before it changes.
struct Picture: Sendable {
    private let snapshot: SnapshotText?
    private let retained: [CoordinationMessage]
    private let clients: [ClientKey]
    /// For those whom no targeted message concerns; nil where there is one.
    private let shared: (snapshot: ByteBuffer, resumption: ByteBuffer)?

    init(snapshot: SnapshotText?, retained: [CoordinationMessage], clients: [ClientKey]) {
        self.snapshot = snapshot
        self.retained = retained
        self.clients = clients
        shared =
            retained.contains { $0.recipient != nil }
            ? nil
            : (
                Self.snapshot(snapshot, retained: retained, clients: clients),
                Self.resumption(retained: retained, clients: clients)
            )
    }

    /// The whole state.
    func snapshot(for client: ConnectionIdentity) -> ByteBuffer {
        shared?.snapshot ?? Self.snapshot(snapshot, retained: visible(to: client), clients: clients)
    }

    /// What is not in the change log, for a client that has the changes: it may have missed it while it was away.
    func resumption(for client: ConnectionIdentity) -> ByteBuffer {
        shared?.resumption ?? Self.resumption(retained: visible(to: client), clients: clients)
    }

    private func visible(to client: ConnectionIdentity) -> [CoordinationMessage] {
        retained.filter { $0.recipient?.matches(client) ?? true }
    }

    private static func snapshot(
        _ snapshot: SnapshotText?, retained: [CoordinationMessage], clients: [ClientKey]
    ) -> ByteBuffer {
        guard let snapshot else { return ByteBuffer() }
        return Frames.text(SocketMessage.snapshot(snapshot, retained: retained.map(\.body), clients: clients))
    }

    private static func resumption(retained: [CoordinationMessage], clients: [ClientKey]) -> ByteBuffer {
        Frames.texts(retained.map(\.body) + clients.map { SocketMessage.status($0, connected: true) })
    }
}
