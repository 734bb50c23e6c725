import PGStore
import TestSupport
import Testing

@testable import GameAPI

@Suite struct StatementsTests {
    @Test func everyStatementCanBePrepared() async throws {
        let statements =
            LockSQL.all + StoreSQL.all + ReadSQL.all + CreateSQL.all + ExportSQL.all + CleanSQL.all
            + RelayReadSQL.all + CoordinationSQL.all
        #expect(Set(statements.map(\.name)).count == statements.count)
        try await TestDatabase.with { database in
            try await database.withConnection { connection in
                let unpreparable = ["begin", "begin_export", "commit", "rollback"]
                for statement in statements where !unpreparable.contains(statement.name) {
                    _ = try await connection.simple("PREPARE \(statement.name) AS \(statement.sql)")
                }
            }
        }
    }

    @Test func contentsThatAreTooMuchForTheLogAreNotRead() async throws {
        try await WriterFixture.with { fixture in
            let game = try await fixture.makeGame()
            try await fixture.database.withConnection { connection in
                let category = PGStatement(
                    "category",
                    "SELECT category_id, board_id FROM question q JOIN category c ON c.id = q.category_id WHERE q.id = $1"
                )
                let row = try await connection.execute(category(game.questionID))[0]
                let (categories, boards): ([Int64], [Int64]) = ([try row.decode(0)], [try row.decode(1)])
                for (parents, boards) in [(categories, []), ([], boards)] {
                    let counts = [
                        try await connection.execute(LockSQL.contentsBelow(parents, boards, Int64(1))).count,
                        try await connection.execute(LockSQL.contentsBelow(parents, boards, Int64(0))).count,
                    ]
                    // The text is one byte.
                    #expect(counts == [1, 0])
                }
            }
        }
    }

    @Test func theSchemaVersionIsTheNewestMigrations() async throws {
        try await TestDatabase.with { database in
            try await database.withConnection { connection in
                #expect(try await Schema.mismatch(connection) == nil)
                _ = try await connection.simple(
                    "INSERT INTO schema_migration SELECT max(version) + 1, 'later', '' FROM schema_migration")
                #expect(try await Schema.mismatch(connection) == .ahead(version: Schema.currentVersion + 1))
                _ = try await connection.simple("DELETE FROM schema_migration")
                #expect(try await Schema.mismatch(connection) == .missing)
            }
        }
    }
}
