public import PGStore

/// Hears of changes over PostgreSQL's NOTIFY, on one connection for all games, and reads them from the log.
public struct PostgresChangeSource: ChangeSource {
    private static let announcements = "podium_changes"
    private static let coordination = "podium_coordination"

    /// What the listener has to listen to.
    public static let channels = [announcements, coordination]

    private let listener: PGListener
    private let reads: PGPool

    /// - Parameters:
    ///   - listener: On ``channels``.
    ///   - reads: Lends a connection for each read.
    public init(listener: PGListener, reads: PGPool) {
        self.listener = listener
        self.reads = reads
    }

    public var isListening: Bool { listener.isListening }

    public func listen(_ receive: @escaping @Sendable (ChangeEvent) -> Void) async throws {
        // On the connection's own thread: another one would be woken for each notification.
        try await withTaskExecutorPreference(PGLoop.shared) { try await self.hear(receive) }
    }

    private func hear(_ receive: @escaping @Sendable (ChangeEvent) -> Void) async throws {
        try await listener.withEvents { events in
            for await group in events {
                for event in group {
                    switch event {
                    case .resumed: receive(.resumed)
                    case .notification(Self.announcements, let payload, _): receive(.announced(payload: payload))
                    case .notification(Self.coordination, let payload, _):
                        receive(.coordination(payload: Self.withoutNumber(payload)))
                    case .notification: break
                    }
                }
            }
        }
        // Only then the events end.
        try Task.checkCancellation()
    }

    public func read(_ game: Int64, _ query: RoomQuery) async throws -> RoomAnswer? {
        // The revision comes from the same moment as everything else: were it read before the changes, they could go
        // past it, and a room would take that for a database that went back; read after them, it would promise
        // changes that are not there.
        var calls = [ExportSQL.begin(), query.snapshot ? RelayReadSQL.snapshot(game) : RelayReadSQL.revision(game)]
        if let revision = query.changesAfter {
            calls.append(RelayReadSQL.changes(game, revision, Int64(query.limit)))
        }
        if query.live {
            calls += [RelayReadSQL.retained(game), RelayReadSQL.instances(), RelayReadSQL.presence(game)]
        }
        calls.append(StoreSQL.commit())
        let results = try await reads.read(calls)
        guard let state = results[1].first else { return nil }
        var answer = RoomAnswer(revision: try state.decode(0))
        if query.snapshot {
            answer.snapshot = SnapshotText(
                revision: answer.revision, players: try state.decode(1), questions: try state.decode(2))
        }
        if query.changesAfter != nil {
            answer.changes = try results[2].map { row in
                LoggedChange(revision: try row.decode(0), body: try row.decode(1))
            }
        }
        if query.live {
            let first = calls.count - 4
            answer.live = try LiveState(
                game: game, retained: results[first], instances: results[first + 1], presence: results[first + 2])
        }
        return answer
    }

    /// A payload without the number that `CoordinationSQL.announce` puts in front of equal ones.
    private static func withoutNumber(_ payload: String) -> String {
        let space = UInt8(ascii: " ")
        guard payload.utf8.first == space, let end = payload.utf8.dropFirst().firstIndex(of: space) else {
            return payload
        }
        return String(payload[payload.utf8.index(after: end)...])
    }
}

extension LiveState {
    /// From what `RelayReadSQL` returns.
    fileprivate init(game: Int64, retained: PGRows, instances: PGRows, presence: PGRows) throws(PGError) {
        self.init()
        for row in retained {
            let recipient = Recipient(
                connectionID: try row.decode(1), clientID: try row.decode(2), clientType: try row.decode(3))
            let isForAll = recipient == Recipient(connectionID: nil, clientID: nil, clientType: nil)
            self.retained.append(
                CoordinationMessage(
                    type: try row.decode(0), recipient: isForAll ? nil : recipient, retain: true,
                    body: try row.decode(4)))
        }
        for row in instances {
            self.instances.append(InstanceState(id: try row.decode(0), sequence: try row.decode(1)))
        }
        for row in presence {
            let client = ClientKey(type: try row.decode(1), id: try row.decode(2))
            self.presence.append(
                PresenceCount(instance: try row.decode(0), game: game, client: client, connections: try row.decode(3)))
        }
    }
}
