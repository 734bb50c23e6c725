import PGStore
import TestSupport
import Testing

@testable import GameAPI

@Suite struct SchemaTests {
    @Test(arguments: [
        "UPDATE game SET name = ''", "UPDATE game SET mode = repeat('m', 21)", "UPDATE game SET points_term = ''",
        "UPDATE game SET join_code = 'abcdef'", "UPDATE game SET revision = -1",
        "UPDATE player SET name = repeat('n', 201)", "UPDATE player SET buzzer = 32768",
        "UPDATE player SET score_version = -1",
        "UPDATE question SET text = ''", "UPDATE question SET text = repeat('t', 2001)",
        "UPDATE question SET answer = repeat('a', 2001)", "UPDATE question SET points = -1",
        "UPDATE question SET position = -1", "UPDATE question SET state_version = -1",
    ])
    func aValueOutOfBoundsIsRefused(sql: String) async throws {
        try await WriterFixture.with { fixture in
            _ = try await fixture.makeGame()
            try await fixture.database.withConnection { connection in
                let error = await #expect(throws: PGError.self) { try await connection.simple(sql) }
                #expect(error?.sqlState == .checkViolation)
            }
        }
    }

    /// PostgreSQL would read and evaluate all of a table's for each statement that updates it.
    @Test func whatEachMutationWritesHasNoChecksOfTheTable() async throws {
        try await TestDatabase.with { database in
            try await database.withConnection { connection in
                let checks = try await connection.simple(
                    """
                    SELECT conname::text FROM pg_constraint
                    WHERE contype = 'c'
                      AND conrelid IN ('game'::regclass, 'player'::regclass, 'question'::regclass,
                                       'player_answer'::regclass, 'change'::regclass)
                    """)
                #expect(try checks.map { try $0.decode(0, as: String.self) } == [])
            }
        }
    }
}
