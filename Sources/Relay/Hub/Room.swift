import GameAPI
import NIOCore

/// A game's room on this instance: what its clients have been sent, and what newcomers are shown. Confined to the loop of
/// the shard where the game is at home.
final class Room {
    typealias Machine = RoomMachine<SeatID, ByteBuffer>

    /// A late answer for an earlier room of the same game must not be taken for this one's.
    let number: UInt64
    let game: Int64
    var machine = Machine()
    /// How many seats each shard has.
    var seats: [Int]
    /// Who waits to hear whether there is such a game.
    var openers: [CheckedContinuation<Bool, any Error>] = []
    /// Since when nobody has been here.
    var emptySince: NIODeadline?
    var snapshot: SnapshotText? { didSet { cachedPicture = nil } }
    private var retained = RetainedMessages<CoordinationMessage>()
    private var presence = PresenceMap<ClientKey>()
    private var cachedPicture: Picture?

    /// The most types of messages that are retained for one game.
    static let retainedTypes = 64

    init(number: UInt64, game: Int64, shards: Int) {
        self.number = number
        self.game = game
        seats = Array(repeating: 0, count: shards)
        emptySince = .now()
    }

    var picture: Picture {
        if let cachedPicture { return cachedPicture }
        let picture = Picture(snapshot: snapshot, retained: retained.messages, clients: presence.clients)
        cachedPicture = picture
        return picture
    }

    func enter(_ seat: SeatID) {
        seats[seat.shard] += 1
        emptySince = nil
    }

    func leave(_ seat: SeatID) {
        seats[seat.shard] -= 1
        if seats.allSatisfy({ $0 == 0 }) { emptySince = .now() }
    }

    func mayRetain(_ type: String) -> Bool { retained.contains(type) || retained.count < Self.retainedTypes }

    func keep(_ message: CoordinationMessage) {
        retained.keep(message)
        cachedPicture = nil
    }

    func beginLiveRead() {
        retained.beginRead()
        presence.beginRead()
    }

    /// Takes over what the database holds of coordination and presence.
    ///
    /// - Returns: What live clients have to be told: retained messages they have not had, and who came or went.
    func merge(_ live: LiveState) -> (messages: [CoordinationMessage], statuses: [String]) {
        let messages = retained.replaceAll(live.retained)
        let changes = presence.merge(
            instances: live.instances.map { ($0.id, $0.sequence) },
            rows: live.presence.map { ($0.instance, $0.client, $0.connections) })
        cachedPicture = nil
        return (messages, statuses(changes))
    }

    func apply(instance: String, sequence: Int64, counts: [ClientCount]) -> [String] {
        statuses(
            presence.apply(
                instance: instance, sequence: sequence,
                counts: counts.map { ($0.client, $0.connections) }))
    }

    func remove(instance: String) -> [String] {
        statuses(presence.remove(instance: instance))
    }

    private func statuses(_ changes: [PresenceMap<ClientKey>.Change]) -> [String] {
        if !changes.isEmpty { cachedPicture = nil }
        return changes.map { SocketMessage.status($0.client, connected: $0.isConnected) }
    }
}

extension CoordinationMessage: RetainedMessage {}
