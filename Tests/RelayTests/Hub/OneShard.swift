import GameAPI
import Logging
import Metrics
import NIOConcurrencyHelpers
import NIOCore
import NIOEmbedded
import Testing

@testable import Relay

/// A shard on a loop that stands still, so that a test decides what happens in which order: what the database answers and
/// when, what is announced, who comes.
final class OneShard {
    let loop = EmbeddedEventLoop()
    let shard: Shard
    private let asked = NIOLockedValueBox<[RoomRead]>([])
    let game: Int64 = 7

    init(messageRate: Int = 0) {
        let logger = Logger(label: "test")
        let store = NoStore()
        let reference = ShardReference(
            index: 0, loop: loop,
            Shard(
                index: 0, loop: loop,
                settings: RelaySettings(instanceID: "test", messageRate: messageRate, pingInterval: 20),
                services: RelayServices(
                    read: { [asked] read in asked.withLockedValue { $0.append(read) } },
                    publisher: CoordinationPublisher(store: store, logger: logger),
                    presence: PresenceKeeper(store: store, name: "test", logger: logger), connectionPrefix: "test"),
                metrics: RelayMetrics(NOOPMetricsHandler.instance), logger: logger))
        shard = reference.local
        shard.shards = [reference]
    }

    /// Reads that the rooms have asked for and that are not answered yet.
    var reads: [RoomRead] { asked.withLockedValue { $0 } }

    /// Answers the oldest read.
    func answer(
        revision: Int64, snapshot: Bool = false, changes: [Int64] = [], live: LiveState? = nil
    ) throws {
        let read = try #require(asked.withLockedValue { $0.isEmpty ? nil : $0.removeFirst() })
        var answer = RoomAnswer(revision: revision)
        if snapshot { answer.snapshot = SnapshotText(revision: revision, players: "[]", questions: "[]") }
        answer.changes = changes.map { LoggedChange(revision: $0, body: Self.body($0)) }
        answer.live = live ?? (read.query.live ? LiveState() : nil)
        shard.answered(read, answer)
        loop.run()
    }

    func announce(_ revisions: Int64...) {
        shard.announced("\(game):[\(revisions.map(Self.body).joined(separator: ","))]", game: game)
        loop.run()
    }

    func coordinate(_ items: CoordinationItem...) {
        for payload in CoordinationPayload.payloads(gameID: game, items: items) {
            shard.coordinated(payload, game: game)
        }
        loop.run()
    }

    func connect(after: Int64? = nil, type: String? = nil, id: String? = nil) throws -> TestClient {
        let client = try TestClient(loop)
        let ticket = SocketTicket(game: game, actor: .admin, clientType: type, clientID: id, after: after)
        client.socket.open(with: TicketOpener(ticket: ticket, shard: shard.shards[0]))
        loop.run()
        return client
    }

    static func body(_ revision: Int64) -> String {
        "{\"type\":\"update_score\",\"player_id\":1,\"score\":\(revision),\"version\":\(revision),\"revision\":\(revision)}"
    }
}

/// A client at the other end of a channel without a network.
final class TestClient {
    let channel: EmbeddedChannel
    let socket: Socket

    init(_ loop: EmbeddedEventLoop) throws {
        channel = EmbeddedChannel(loop: loop)
        socket = Socket(eventLoop: loop, limits: SocketLimits())
        try channel.pipeline.syncOperations.addHandler(socket)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    /// What has come since the last look, each as `type` and revision.
    func received() throws -> [String] { try texts().map(Self.summary) }

    /// The texts that have come since the last look.
    func texts() throws -> [String] { try buffers().flatMap(Self.texts) }

    /// What has come since the last look as `received`, write by write.
    func writes() throws -> [[String]] { try buffers().map { Self.texts(in: $0).map(Self.summary) } }

    private func buffers() throws -> [ByteBuffer] {
        var buffers: [ByteBuffer] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { buffers.append(buffer) }
        return buffers
    }

    private static func texts(in frames: ByteBuffer) -> [String] {
        var (bytes, texts) = (frames, [String]())
        while let start: UInt8 = bytes.readInteger(), let short: UInt8 = bytes.readInteger() {
            let length = short < 126 ? Int(short) : Int(bytes.readInteger(as: UInt16.self) ?? 0)
            let text = bytes.readString(length: length) ?? ""
            if start == 0x81 { texts.append(text) }
        }
        return texts
    }

    private static func summary(_ text: String) -> String {
        let type = text.split(separator: "\"")[3]
        let parts = text.split(separator: "\"revision\":")
        return parts.count < 2 ? String(type) : "\(type) \(parts[1].prefix { $0.isNumber })"
    }

    func say(_ text: String) throws {
        var frame = ByteBuffer(bytes: [0x81, 0x80 | UInt8(text.utf8.count), 0, 0, 0, 0])
        frame.writeString(text)
        try channel.writeInbound(frame)
    }
}

/// What nobody asks in these tests.
struct NoStore: CoordinationStore {
    func publish(_: [String], retaining _: [(game: Int64, message: CoordinationMessage)]) async throws {}
    func verify(_ claims: [BuzzerClaim]) async throws -> [Bool] { claims.map { _ in true } }
    func register(_: String) async throws {}
    func report(_: String, sequence _: Int64, presence _: [PresenceCount], payloads _: [String]) async throws -> Bool {
        true
    }
    func reap(silentFor _: Duration) async throws -> [String] { [] }
    func unregister(_: String) async throws {}
}
