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
