import FoundationEssentials
import PGStore
import TestSupport
import Testing

@testable import GameAPI

@Suite(.timeLimit(.minutes(1))) struct ChangeSourceTests {
    @Test func theSnapshotHasTheNumbersOfREST() async throws {
        try await RelayFixture.with { fixture in
            let game = try await fixture.makeLargerGame()
            let players = try await fixture.ids("player", of: game)
            let questions = try await fixture.ids("question", of: game)
            for (place, question) in questions.enumerated() {
                try await fixture.submit(
                    game,
                    .recordAnswer(
                        playerID: players[place % 3], questionID: question, isCorrect: place != 1, points: nil))
            }
            try await fixture.submit(game, .updateQuestion(questions[1], QuestionPatch(answered: true)))
            let read = try await fixture.games.reader.snapshot(of: game, seesAll: true, unless: nil)
            let rest = try #require(read)
            let expected = try JSONDecoder().decode(RESTSnapshot.self, from: Data((rest.json ?? "").utf8))
            let answer = try await fixture.answer(of: game, RoomQuery(snapshot: true))
            let snapshot = try #require(answer.snapshot)
            #expect(answer.revision == rest.revision && snapshot.revision == rest.revision)
            #expect(answer.changes.isEmpty && answer.live == nil)
            let scores = expected.players.sorted { $0.id < $1.id }.map {
                #"{"player_id":\#($0.id),"score":\#($0.score),"version":\#($0.version)}"#
            }
            #expect(snapshot.players == "[\(scores.joined(separator: ","))]")
            let states = expected.boards.flatMap(\.categories).flatMap(\.questions).sorted { $0.id < $1.id }.map {
                #"{"question_id":\#($0.id),"answered":\#($0.answered),"version":\#($0.version)}"#
            }
            #expect(snapshot.questions == "[\(states.joined(separator: ","))]")
            #expect(states.contains { $0.contains("true") } && states.contains { $0.contains("false") })
        }
    }

    @Test func anEmptyGameAndNoGame() async throws {
        try await RelayFixture.with { fixture in
            let game = try await fixture.makeGame(QuizFile(name: "Empty"))
            let everything = RoomQuery(snapshot: true, changesAfter: 0, limit: 10, live: true)
            let empty = RoomAnswer(
                revision: 0, snapshot: SnapshotText(revision: 0, players: "[]", questions: "[]"), live: LiveState())
            #expect(try await fixture.read(game, everything) == empty)
            #expect(try await fixture.read(game, RoomQuery()) == RoomAnswer(revision: 0))
            for query in [everything, RoomQuery(), RoomQuery(changesAfter: 0), RoomQuery(live: true)] {
                #expect(try await fixture.read(game + 1, query) == nil)
            }
        }
    }

    @Test func theLogIsReadInPages() async throws {
        try await RelayFixture.with { fixture in
            let game = try await fixture.games.makeGame()
            for points in 1...5 { _ = try await fixture.games.record(game, points: Int32(points)) }
            let page = try await fixture.read(game.id, RoomQuery(changesAfter: 1, limit: 3))
            let bodies = (2...4).map { number in
                #"{"type":"update_score","player_id":\#(game.playerID),"score":\#(number),"version":\#(number),"#
                    + #""revision":\#(number)}"#
            }
            let changes = zip(2..., bodies).map { LoggedChange(revision: $0, body: $1) }
            #expect(page == RoomAnswer(revision: 5, changes: changes))
            #expect(try await fixture.read(game.id, RoomQuery(changesAfter: 5)) == RoomAnswer(revision: 5))
            #expect(try await fixture.read(game.id, RoomQuery(changesAfter: 99)) == RoomAnswer(revision: 5))
        }
    }

    /// However reads fall between commits, pages follow each other without a hole, and the snapshot is as new as they.
    @Test func theLogHasNoGapWhileManyWrite() async throws {
        try await RelayFixture.with { fixture in
            let game = try await fixture.games.makeGame()
            async let written: Void = withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<20 {
                    group.addTask {
                        for points in 1...25 {
                            _ = try await fixture.games.record(game, points: Int32(writer * 100 + points))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let source = fixture.source()
            var last: Int64 = 0
            while last < 500 {
                let query = RoomQuery(snapshot: true, changesAfter: last, limit: 40)
                let answer = try await fixture.answer(of: game.id, query, from: source)
                let end = min(answer.revision, last + 40)
                #expect(answer.changes.map(\.revision) == Array(last..<end).map { $0 + 1 })
                #expect(answer.snapshot?.revision == answer.revision)
                #expect(answer.snapshot?.players.hasSuffix(#""version":\#(answer.revision)}]"#) == true)
                last = end
            }
            try await written
        }
    }

    @Test func whatIsCommittedIsHeardAndThenRead() async throws {
        try await RelayFixture.with { fixture in
            let game = try await fixture.games.makeGame()
            let source = fixture.source()
            try await fixture.listening(to: source) { heard in
                #expect(source.isListening)
                for revision in 1...20 {
                    _ = try await fixture.games.record(game, points: Int32(revision))
                    let event = await heard.next()
                    let query = RoomQuery(changesAfter: Int64(revision - 1))
                    let answer = try await fixture.answer(of: game.id, query, from: source)
                    #expect(answer.revision == Int64(revision))
                    #expect(event == .announced(payload: "\(game.id):[\(answer.changes[0].body)]"))
                }
            }
        }
    }

    @Test func aListenerThatWasAwaySaysSo() async throws {
        try await RelayFixture.with { fixture in
            try await fixture.listening(to: fixture.source(applicationName: "ear")) { heard in
                try await fixture.database.withConnection { connection in
                    _ = try await connection.simple(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ear'")
                }
                #expect(await heard.next() == .resumed)
                try await fixture.store.publish(["1:a"], retaining: [])
                #expect(await heard.next() == .coordination(payload: "1:a"))
            }
        }
    }

    @Test func listeningEndsOnlyByCancellation() async throws {
        try await RelayFixture.with { fixture in
            let source = fixture.source()
            let (stream, continuation) = AsyncStream<ChangeEvent>.makeStream()
            let listening = Task { try await source.listen { continuation.yield($0) } }
            for await event in stream {
                #expect(event == .resumed)
                break
            }
            listening.cancel()
            await #expect(throws: CancellationError.self) { try await listening.value }
            #expect(!source.isListening)
        }
    }
}

/// As much of REST's snapshot as the socket's has.
private struct RESTSnapshot: Decodable {
    struct Board: Decodable { let categories: [Category] }
    struct Category: Decodable { let questions: [Question] }
    struct Question: Decodable {
        let id: Int64
        let answered: Bool
        let version: Int64
    }
    struct Player: Decodable {
        let id: Int64
        let score: Int32
        let version: Int64
    }

    let boards: [Board]
    let players: [Player]
}

extension RelayFixture {
    fileprivate func makeLargerGame() async throws -> Int64 {
        var quiz = QuizFile(name: "Test")
        quiz.boards = (1...2).map { board in
            let questions = (1...3).map { QuizFile.Question(text: "?", points: Int32($0 * 100)) }
            return .init(name: "\(board)", categories: [.init(name: "1", questions: questions), .init(name: "2")])
        }
        quiz.players = ["Ada", "Ben", "Cleo", "Dan"].map { .init(name: $0) }
        return try await makeGame(quiz)
    }

    fileprivate func makeGame(_ quiz: QuizFile) async throws -> Int64 {
        let reply = try await games.creator.create(quiz)
        struct Created: Decodable { let gameId: Int64 }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Created.self, from: Data(reply.body.utf8)).gameId
    }

    fileprivate func ids(_ table: String, of game: Int64) async throws -> [Int64] {
        try await database.withConnection { connection in
            try await connection.simple("SELECT id FROM \(table) WHERE game_id = \(game) ORDER BY id")
                .map { try $0.decode(0) }
        }
    }

    fileprivate func submit(_ game: Int64, _ action: Action) async throws {
        _ = try await games.writer.submit(Mutation(gameID: game, action: action, actor: "host"))
    }
}
