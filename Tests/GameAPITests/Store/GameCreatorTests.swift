import PGStore
import TestSupport
import Testing

@testable import GameAPI

@Suite struct GameCreatorTests {
    private func quiz() -> QuizFile {
        var quiz = QuizFile(name: "Quiz")
        quiz.pointsTerm = "dollars"
        quiz.metadata = #"{"by":"Ada"}"#
        quiz.boards = [
            .init(
                name: "",
                categories: [
                    .init(
                        name: "History", description: "Old things",
                        questions: [
                            .init(
                                text: "Who? \"Me\" \\ 🎉", answer: "I", points: 200, flags: ["a", "b \"c\""],
                                slides: #"[{"text":"x"}]"#, answered: true),
                            .init(text: "When?", points: 400),
                        ])
                ])
        ]
        let answer = QuizFile.Answer(
            questionIndex: 0, isCorrect: false, points: -200, answeredAt: "2026-01-31T20:15:00.500000Z")
        quiz.teams = [.init(name: "Red", color: "#f00", players: [.init(name: "Ada", buzzer: 3, answers: [answer])])]
        quiz.players = [.init(name: "Bob")]
        return quiz
    }

    @Test func anImportedGameComesBackLosslessly() async throws {
        try await WriterFixture.with { fixture in
            let reply = try await fixture.creator.create(quiz())
            #expect(reply.status == 201)
            let game = try await fixture.database.withConnection { connection in
                try await connection.simple("SELECT game_id, score FROM player WHERE name = 'Ada'")[0]
            }
            #expect(try game.decode(1, as: Int32.self) == -200)
            let export = try await GameExporter(pool: fixture.pool).export(try game.decode(0))
            #expect(export?.quiz == quiz())
        }
    }

    @Test func theSameKeyMakesOneGame() async throws {
        try await WriterFixture.with { fixture in
            let key = Idempotency(key: "create", fingerprint: .init(repeating: 7, count: 32))
            let replies = try await withThrowingTaskGroup(of: MutationReply.self) { group in
                for _ in 0..<6 { group.addTask { try await fixture.creator.create(self.quiz(), idempotency: key) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(replies.map(\.body)).count == 1)
            #expect(replies.count { !$0.replayed } == 1)
            await #expect(throws: MutationError.idempotencyKeyReused) {
                try await fixture.creator.create(
                    self.quiz(), idempotency: Idempotency(key: "create", fingerprint: .init(repeating: 8, count: 32)))
            }
            try await fixture.database.withConnection { connection in
                let count = try await connection.simple("SELECT count(*) FROM game")[0].decode(0, as: Int64.self)
                #expect(count == 1)
            }
        }
    }

    @Test func anImportThatFailsInTheMiddleLeavesNothing() async throws {
        try await WriterFixture.with { fixture in
            try await fixture.database.withConnection { connection in
                _ = try await connection.simple("ALTER TABLE player ADD CHECK (name <> 'Bob')")
                await #expect(throws: MutationError.self) { try await fixture.creator.create(self.quiz()) }
                let left = try await connection.simple(
                    "SELECT (SELECT count(*) FROM game) + (SELECT count(*) FROM question)")[0].decode(0, as: Int64.self)
                #expect(left == 0)
            }
        }
    }
}
