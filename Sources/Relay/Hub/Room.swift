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
    /// Who waits to hear whether there is such a game, and since when.
    private var openers: [(since: NIODeadline, continuation: CheckedContinuation<Bool, any Error>)] = []
    /// Since when nobody has been here.
    var emptySince: NIODeadline?
    var snapshot: SnapshotText? { didSet { forgetPictures() } }
    private var retained = RetainedMessages<CoordinationMessage>()
    private var presence = PresenceMap<ClientKey>()
    private var pictures: [Picture.Kind: Picture] = [:]

    /// The most types of messages that are retained for one game.
    static let retainedTypes = 64

    init(number: UInt64, game: Int64, shards: Int) {
        self.number = number
        self.game = game
        seats = Array(repeating: 0, count: shards)
        emptySince = .now()
    }

    /// What newcomers are shown, made once until it changes.
    func picture(_ kind: Picture.Kind) -> Picture {
        if let picture = pictures[kind] { return picture }
        let picture = Picture(kind, snapshot: snapshot, retained: retained.messages, clients: presence.clients)
        pictures[kind] = picture
        return picture
    }

    private func forgetPictures() { pictures = [:] }

    func wait(_ opener: CheckedContinuation<Bool, any Error>) { openers.append((.now(), opener)) }

    /// Tells those who wait at the door.
    func answerOpeners(_ result: Result<Bool, any Error>, since deadline: NIODeadline = .distantFuture) {
        let overdue = openers.filter { $0.since < deadline }
        openers.removeAll { $0.since < deadline }
        for opener in overdue { opener.continuation.resume(with: result) }
    }

    /// Whether nobody is here, nor has been since.
    func isEmpty(since deadline: NIODeadline) -> Bool {
        openers.isEmpty && emptySince.map { $0 < deadline } ?? false
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
        guard mayRetain(message.type) else { return }
        retained.keep(message)
        forgetPictures()
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
        forgetPictures()
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
        if !changes.isEmpty { forgetPictures() }
        return changes.map { SocketMessage.status($0.client, connected: $0.isConnected) }
    }
}

extension CoordinationMessage: RetainedMessage {}
