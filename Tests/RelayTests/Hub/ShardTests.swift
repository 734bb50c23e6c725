import GameAPI
import NIOCore
import NIOEmbedded
import Testing

@testable import Relay

/// What clients get, with every interleaving forced.
@Suite struct ShardTests {
    @Test func aChangeBetweenSnapshotAndSubscriptionIsNeitherLostNorDoubled() throws {
        let one = OneShard()
        let client = try one.connect()
        // The snapshot is being read: 5 is in it already, 6 is not, and both are announced before it comes.
        one.announce(5)
        one.announce(6)
        #expect(try client.received() == [])
        try one.answer(revision: 5, snapshot: true)
        #expect(try client.received() == ["welcome 5", "snapshot 5"])
        #expect(one.reads.map(\.query.changesAfter) == [5])
        try one.answer(revision: 6, changes: [6])
        #expect(try client.received() == ["update_score 6"])
        one.announce(6)
        one.announce(7)
        #expect(try client.received() == ["update_score 7"])
    }

    @Test func aChangeThatIsInTheSnapshotAndComesLateIsNotSentAgain() throws {
        let one = OneShard()
        let client = try one.connect()
        try one.answer(revision: 6, snapshot: true)
        #expect(try client.received() == ["welcome 6", "snapshot 6"])
        one.announce(5)
        one.announce(6)
        one.announce(7)
        #expect(try client.received() == ["update_score 7"])
    }

    @Test func aHoleIsReadBeforeAnythingNewerGoesOut() throws {
        let one = OneShard()
        let client = try one.connect()
        try one.answer(revision: 3, snapshot: true)
        _ = try client.received()
        one.announce(6)
        one.announce(7)
        #expect(try client.received() == [])
        #expect(one.reads.map(\.query.changesAfter) == [3])
        try one.answer(revision: 7, changes: [4, 5, 6, 7])
        #expect(try client.received() == ["update_score 4", "update_score 5", "update_score 6", "update_score 7"])
    }

    @Test func whatWasMissedWhileTheListenerWasAwayIsRead() throws {
        let one = OneShard()
        let client = try one.connect()
        try one.answer(revision: 3, snapshot: true)
        _ = try client.received()
        one.shard.resumed()
        try one.answer(revision: 5, changes: [4, 5])
        #expect(try client.received() == ["update_score 4", "update_score 5"])
    }

    @Test func aThousandWhoJoinAtOnceCostOneSnapshot() throws {
        let one = OneShard()
        let clients = try (0..<1_000).map { _ in try one.connect() }
        #expect(one.reads.count == 1)
        try one.answer(revision: 3, snapshot: true)
        #expect(one.reads.isEmpty)
        for client in clients { #expect(try client.received() == ["welcome 3", "snapshot 3"]) }
        #expect(try one.connect().received() == ["welcome 3", "snapshot 3"])
        #expect(one.reads.isEmpty)
    }

    @Test func whoResumesGetsWhatItMissedAndNothingTwice() throws {
        let one = OneShard()
        let first = try one.connect()
        try one.answer(revision: 3, snapshot: true)
        one.announce(4, 5)
        _ = try first.received()
        #expect(try one.connect(after: 4).received() == ["welcome 5", "update_score 5"])
        #expect(try one.connect(after: 5).received() == ["welcome 5"])
        let third = try one.connect(after: 1)
        try one.answer(revision: 5, changes: [2, 3, 4, 5])
        #expect(
            try third.received() == [
                "welcome 5", "update_score 2", "update_score 3", "update_score 4", "update_score 5",
            ])
    }

    @Test func coordinationIsRetainedForWhoComesLater() throws {
        let one = OneShard()
        let first = try one.connect()
        let message = CoordinationMessage(
            type: "select", recipient: nil, retain: true, body: "{\"type\":\"select\",\"question_id\":1}")
        // Before anybody is in: it is in the snapshot, and nowhere else.
        one.coordinate(.message(message))
        try one.answer(revision: 1, snapshot: true)
        let texts = try first.texts()
        #expect(texts.count == 2)
        #expect(texts[1].contains("\"retained\":[\(message.body)]"))
        one.coordinate(.message(message))
        #expect(try first.texts() == [message.body])
        #expect(try one.connect(after: 1).texts().dropFirst() == [message.body])
    }

    @Test func aTargetedMessageReachesOnlyItsRecipients() throws {
        let one = OneShard()
        let board = try one.connect(type: "board", id: "wall")
        let host = try one.connect(type: "host", id: "desk")
        try one.answer(revision: 1, snapshot: true)
        _ = try (board.texts(), host.texts())
        let message = CoordinationMessage(
            type: "show", recipient: Recipient(connectionID: nil, clientID: nil, clientType: "board"), retain: true,
            body: "{\"type\":\"show\"}")
        one.coordinate(.message(message))
        #expect(try board.texts() == [message.body])
        #expect(try host.texts() == [])
        #expect(try one.connect(type: "board", id: "second").texts()[1].contains("\"retained\":[\(message.body)]"))
        #expect(try one.connect(type: "host", id: "second").texts()[1].contains("\"retained\":[]"))
    }

    @Test func clientsOfADeadInstanceAreReportedGone() throws {
        let one = OneShard()
        let client = try one.connect()
        try one.answer(revision: 1, snapshot: true)
        _ = try client.texts()
        let board = ClientKey(type: "board", id: "wall")
        one.coordinate(.presence(instance: "a", sequence: 1, counts: [ClientCount(client: board, connections: 1)]))
        one.coordinate(.presence(instance: "b", sequence: 1, counts: [ClientCount(client: board, connections: 2)]))
        #expect(try client.texts() == [SocketMessage.status(board, connected: true)])
        one.shard.gone("a")
        #expect(try client.texts() == [])
        one.shard.gone("b")
        one.loop.run()
        #expect(try client.texts() == [SocketMessage.status(board, connected: false)])
    }

    @Test func anUnreadableAnnouncementIsAGap() throws {
        let one = OneShard()
        let client = try one.connect()
        try one.answer(revision: 1, snapshot: true)
        _ = try client.received()
        one.shard.announced("7:[{\"revision\":2", game: 7)
        try one.answer(revision: 2, changes: [2])
        #expect(try client.received() == ["update_score 2"])
    }

    @Test func aClientWhoseGameIsGoneIsClosed() throws {
        let one = OneShard()
        let client = try one.connect()
        let read = try #require(one.reads.first)
        one.shard.answered(read, nil)
        one.loop.run()
        #expect(client.socket.isClosing)
        #expect(one.shard.rooms.isEmpty)
    }

    @Test func tooFastIsRefusedAndThenClosed() throws {
        let one = OneShard(messageRate: 5)
        let client = try one.connect()
        try one.answer(revision: 1, snapshot: true)
        _ = try client.texts()
        for _ in 0..<9 { try client.say("{\"type\":\"x\"}") }
        one.loop.run()
        let errors = try client.texts()
        #expect(errors.count == 4)
        #expect(errors.allSatisfy { $0.contains("\"rate_limited\"") })
        #expect(!client.socket.isClosing)
        for _ in 0..<9 { try client.say("{\"type\":\"x\"}") }
        #expect(client.socket.isClosing)
    }

    @Test func whoDoesNotAnswerTwoPingsIsClosed() throws {
        let one = OneShard()
        let client = try one.connect()
        for second in 0..<40 { one.shard.ping(second: second, interval: 20) }
        #expect(!client.socket.isClosing)
        for second in 40..<60 { one.shard.ping(second: second, interval: 20) }
        #expect(client.socket.isClosing)
    }

    @Test func anEmptyRoomIsClosedAfterAWhile() throws {
        let one = OneShard()
        let client = try one.connect()
        // What is announced while its first read is under way has to come in.
        #expect(one.reads.count == 1 && one.shard.openGames.contains(one.game))
        try one.answer(revision: 1, snapshot: true)
        one.shard.closeRooms(emptyBefore: .distantFuture)
        #expect(one.shard.rooms.count == 1)
        _ = try client.channel.finish(acceptAlreadyClosed: true)
        one.loop.run()
        #expect(one.shard.sessions.isEmpty && one.shard.rows.isEmpty)
        one.shard.closeRooms(emptyBefore: .distantFuture)
        #expect(one.shard.rooms.isEmpty && !one.shard.openGames.contains(one.game))
    }
}
