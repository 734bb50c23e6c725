import Logging
import PGStore
import TestSupport

@testable import GameAPI

/// A writer on a database of its own, with some games to play.
struct WriterFixture: Sendable {
    let database: TestDatabase
    let pool: PGPool
    let writer: MutationWriter
    let creator: GameCreator
    let reader: GameReader

    /// Runs a test with a writer, and ends when everything of it has ended.
    static func with<Result: Sendable>(
        limits: MutationWriter.Limits = .init(), _ body: @Sendable @escaping (WriterFixture) async throws -> Result
    ) async throws -> Result {
        try await TestDatabase.with { database in
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let pool = PGPool(configuration: database.configuration, acquireTimeout: .seconds(1), logger: logger)
            let fixture = WriterFixture(
                database: database, pool: pool, writer: MutationWriter(pool: pool, limits: limits, logger: logger),
                creator: GameCreator(pool: pool, logger: logger), reader: GameReader(pool: pool))
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await fixture.pool.run() }
                group.addTask { await fixture.writer.run() }
                let result = try await body(fixture)
                group.cancelAll()
                return result
            }
        }
    }

    /// A new game with a question of 100 points and a player.
    func makeGame() async throws -> TestGame {
        var quiz = QuizFile(name: "Test")
        quiz.boards = [
            .init(name: "Round", categories: [.init(name: "Category", questions: [.init(text: "?", points: 100)])])
        ]
        quiz.players = [.init(name: "Ada")]
        let reply = try await creator.create(quiz)
        return try await database.withConnection { connection in
            let game = PGStatement(
                "test_game",
                """
                SELECT g.id, p.id, q.id FROM game g JOIN player p ON p.game_id = g.id JOIN question q ON q.game_id = g.id
                WHERE $1 LIKE '%"game_id":' || g.id || ',%'
                """)
            let row = try await connection.execute(game(reply.body))[0]
            return TestGame(id: try row.decode(0), playerID: try row.decode(1), questionID: try row.decode(2))
        }
    }

    func record(_ game: TestGame, points: Int32? = nil, key: String? = nil) async throws -> MutationReply {
        let idempotency = key.map { Idempotency(key: $0, fingerprint: .init(repeating: 1, count: 32)) }
        return try await writer.submit(game.answer(points: points, idempotency: idempotency))
    }
}

struct TestGame: Sendable {
    let id: Int64
    let playerID: Int64
    let questionID: Int64

    func answer(points: Int32? = nil, idempotency: Idempotency? = nil) -> Mutation {
        Mutation(
            gameID: id,
            action: .recordAnswer(playerID: playerID, questionID: questionID, isCorrect: true, points: points),
            actor: "host", idempotency: idempotency)
    }
}
