import GameAPI
import NIOCore
import NIOEmbedded
import TestSupport
import Testing

@testable import Relay

/// How broadcasts are taken round to many clients, and that each gets each of them once and in order, whatever comes between.
@Suite struct ShardRoundTests {
    @Test func whatComesInAPauseLeavesInOneWrite() throws {
        let (one, clients) = try room(clients: 2)
        one.pause()
        one.announce(2)
        one.announce(3)
        one.loop.advanceTime(by: .microseconds(2_999))
        for client in clients { #expect(try client.writes() == []) }
        one.loop.advanceTime(by: .microseconds(1))
        for client in clients { #expect(try client.writes() == [["update_score 2", "update_score 3"]]) }
    }

    @Test func withoutALongRoundBeforeNothingIsHeldBack() throws {
        let (one, clients) = try room(clients: 2)
        one.announce(2)
        one.announce(3)
        for client in clients { #expect(try client.writes() == [["update_score 2"], ["update_score 3"]]) }
    }

    @Test func anAnswerToOneClientDoesNotWait() throws {
        let (one, clients) = try room(clients: 2)
        one.pause()
        one.announce(2)
        try clients[0].say("no JSON")
        #expect(try clients[0].received() == ["error"])
        for seat in one.shard.sessions.keys { one.shard.send(CoordinationError(.unavailable, detail: "-"), seat: seat) }
        for client in clients { #expect(try client.received() == ["error"]) }
        one.finish()
        for client in clients { #expect(try client.received() == ["update_score 2"]) }
    }

    @Test func whoIsSentSomethingApartGetsWhatCameBeforeFirst() throws {
        let (one, clients) = try room(clients: 2)
        let board = try one.connect(type: "board")
        _ = try board.received()
        one.pause()
        one.announce(2)
        one.coordinate(.message(Self.forBoards))
        one.announce(3)
        #expect(try board.received() == [])
        one.finish()
        #expect(try board.received() == ["update_score 2", "show", "update_score 3"])
        for client in clients { #expect(try client.received() == ["update_score 2", "update_score 3"]) }
    }

    @Test func whoComesInAPauseGetsOnlyWhatIsNewToIt() throws {
        let (one, clients) = try room(clients: 2)
        one.pause()
        one.announce(2)
        let newcomer = try one.connect(after: 1)
        #expect(try newcomer.received() == ["welcome 2", "update_score 2"])
        one.announce(3)
        one.finish()
        #expect(try newcomer.received() == ["update_score 3"])
        for client in clients { #expect(try client.received() == ["update_score 2", "update_score 3"]) }
    }

    @Test func aResetComesBehindWhatWasBroadcastBefore() throws {
        let (one, clients) = try room(clients: 2)
        one.pause()
        one.announce(2)
        one.shard.resumed()
        // The database has gone back.
        try one.answer(revision: 1)
        try one.answer(revision: 1, snapshot: true)
        one.finish()
        for client in clients { #expect(try client.received() == ["update_score 2", "reset", "snapshot 1"]) }
    }

    @Test func whoIsSentAwayGetsWhatWasBroadcastBefore() throws {
        let (one, clients) = try room(clients: 2)
        one.pause()
        one.announce(2)
        #expect(one.shard.sayGoodbye(to: 1) == 1)
        one.shard.closeAll(game: one.game, .goingAway, reason: "the game is gone")
        for client in clients { #expect(try client.received() == ["update_score 2"]) }
    }

    @Test func theLoopSeesToOtherThingsInBetween() throws {
        let (one, clients) = try room(clients: 2 * Shard.stretch + 1)
        one.announce(2)
        #expect(try clients.served() == Shard.stretch)
        one.loop.advanceTime(by: Shard.yielding)
        #expect(try clients.served() == Shard.stretch)
        one.loop.advanceTime(by: Shard.yielding)
        #expect(try clients.served() == 1)
    }

    @Test func whoIsNotServedYetGetsInOneWriteWhatComesMeanwhile() throws {
        let (one, clients) = try room(clients: 2 * Shard.stretch)
        one.announce(2)
        one.announce(3)
        one.finish()
        let writes = try clients.map { try $0.writes() }
        #expect(writes.count { $0 == [["update_score 2"], ["update_score 3"]] } == Shard.stretch)
        #expect(writes.count { $0 == [["update_score 2", "update_score 3"]] } == Shard.stretch)
    }

    @Test func nobodyIsAlwaysTheLast() throws {
        let (one, clients) = try room(clients: 2 * Shard.stretch)
        var neverFirst = Set(clients.indices)
        for revision in 2..<50 as Range<Int64> {
            one.announce(revision)
            for index in clients.indices where try !clients[index].received().isEmpty { neverFirst.remove(index) }
            one.finish()
            _ = try clients.served()
        }
        #expect(neverFirst.isEmpty)
    }

    @Test func nobodyIsPassedOverWhenOthersLeave() throws {
        let (one, clients) = try room(clients: 2 * Shard.stretch)
        one.announce(2)
        let served = try clients.filter { try !$0.received().isEmpty }
        let waiting = clients.filter { client in !served.contains { $0 === client } }
        // Those who come last are given the places of those who leave.
        for client in served.prefix(10) { one.disconnect(client) }
        one.finish()
        #expect(try waiting.map { try $0.received() } == waiting.map { _ in ["update_score 2"] })
        #expect(try served.dropFirst(10).served() == 0)
    }

    @Test func nobodyIsPassedOverWhenOthersCome() throws {
        let (one, clients) = try room(clients: 2 * Shard.stretch)
        one.announce(2)
        let newcomers = try (0..<10).map { _ in try one.connect(after: 2) }
        one.announce(3)
        one.finish()
        for client in clients { #expect(try client.received() == ["update_score 2", "update_score 3"]) }
        for client in newcomers { #expect(try client.received() == ["welcome 2", "update_score 3"]) }
    }

    @Test func aRowThatLacksMuchIsServedAtOnce() throws {
        let (one, clients) = try room(clients: 2 * Shard.stretch)
        one.pause()
        let message = CoordinationMessage(
            type: "long", recipient: nil, retain: false,
            body: "{\"type\":\"long\",\"text\":\"\(String(repeating: "x", count: 4_000))\"}")
        let enough = Shard.rowLimit / Frames.text(message.body).readableBytes
        for _ in 0..<enough { one.coordinate(.message(message)) }
        #expect(try clients.served() == 0)
        one.coordinate(.message(message))
        for client in clients { #expect(try client.texts().count == enough + 1) }
        one.finish()
        #expect(try clients.served() == 0)
    }

    /// Clients come, leave, and are sent something apart: in rounds, between them and in pauses.
    @Test(arguments: 0..<10 as Range<UInt64>)
    func everyClientGetsEverythingOnceAndInOrder(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (one, audience) = try room(clients: 2 * Shard.stretch)
        var clients = audience.map { (client: $0, isBoard: false, due: [String]()) }
        var revision: Int64 = 1
        for _ in 0..<200 {
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                let isBoard = Bool.random(using: &random)
                let client = try one.connect(after: revision, type: isBoard ? "board" : nil)
                clients.append((client, isBoard, ["welcome \(revision)"]))
            case 1: one.disconnect(clients.remove(at: .random(in: clients.indices, using: &random)).client)
            case 2: one.pause()
            case 3, 4: one.loop.advanceTime(by: .microseconds(.random(in: 1..<1_000, using: &random)))
            case 5:
                one.coordinate(.message(Self.forBoards))
                for index in clients.indices where clients[index].isBoard { clients[index].due.append("show") }
            default:
                revision += 1
                one.announce(revision)
                for index in clients.indices { clients[index].due.append("update_score \(revision)") }
            }
        }
        one.finish()
        for (client, _, due) in clients { #expect(try client.received() == due) }
    }

    private static let forBoards = CoordinationMessage(
        type: "show", recipient: Recipient(connectionID: nil, clientID: nil, clientType: "board"), retain: false,
        body: "{\"type\":\"show\"}")

    /// A room with clients who have revision 1.
    private func room(clients count: Int) throws -> (OneShard, [TestClient]) {
        let one = OneShard()
        one.loop.advanceTime(by: .seconds(1))
        let clients = try (0..<count).map { _ in try one.connect() }
        try one.answer(revision: 1, snapshot: true)
        for client in clients { _ = try client.received() }
        return (one, clients)
    }
}

extension OneShard {
    /// As after a round of 3 ms: the next may begin in 3 ms.
    func pause() { shard.pace.roundEnded(loop.now, began: loop.now - .microseconds(1_500)) }

    /// Until nothing waits any more.
    func finish() { loop.advanceTime(by: .milliseconds(50)) }

    func disconnect(_ client: TestClient) {
        client.channel.close(promise: nil)
        loop.run()
    }
}

extension Sequence<TestClient> {
    /// How many have got something since the last look.
    func served() throws -> Int { try reduce(0) { try $0 + ($1.texts().isEmpty ? 0 : 1) } }
}
