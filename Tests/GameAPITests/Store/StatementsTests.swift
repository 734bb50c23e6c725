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

    @Test func statementsLookRowsUpByIndex() async throws {
        try await TestDatabase.with { database in
            try await database.withConnection { connection in
                let plans = try await plans(of: LockSQL.all + StoreSQL.all + ReadSQL.all, connection)
                for (name, plan) in plans {
                    for line in plan {
                        #expect(
                            !line.contains("Seq Scan") && !line.contains("Hash Join") && !line.contains("Merge Join"),
                            "\(name): \(line)")
                    }
                }
            }
        }
    }

    /// An answer's or reply's row is not there before the first mutation, while the others are: their tables are empty
    /// when a new server's sessions plan, and these then keep their plans for a while.
    @Test func whatIsFirstWrittenLaterIsLookedUpByKeyAlsoIfItWasPlannedEmpty() async throws {
        try await TestDatabase.with { database in
            try await database.withConnection { connection in
                _ = try await connection.simple("VACUUM player_answer, idempotency_key")
                for (name, plan) in try await plans(of: [LockSQL.answers, LockSQL.replies], connection) {
                    #expect(plan.contains { $0.contains("Index Cond: ") }, "\(name): \(plan)")
                }
            }
        }
    }

    /// Planned as in a session of the server.
    private func plans(
        of statements: [PGStatement], _ connection: PGConnection
    ) async throws -> [(name: String, plan: [String])] {
        for (name, value) in QueryPlans.sessionParameters {
            _ = try await connection.simple("SET \(name) = '\(value)'")
        }
        var plans: [(name: String, plan: [String])] = []
        for statement in statements where !["begin", "commit", "rollback"].contains(statement.name) {
            _ = try await connection.simple("PREPARE \(statement.name) AS \(statement.sql)")
            let parameters = PGStatement(
                "parameters",
                "SELECT coalesce(cardinality(parameter_types), 0) FROM pg_prepared_statements WHERE name = $1")
            let count = try await connection.execute(parameters(statement.name))[0].decode(0, as: Int32.self)
            let nulls = Array(repeating: "NULL", count: Int(count)).joined(separator: ", ")
            let plan = try await connection.simple(
                "EXPLAIN EXECUTE \(statement.name)\(count == 0 ? "" : "(\(nulls))")")
            plans.append((statement.name, try plan.map { try $0.decode(0, as: String.self) }))
        }
        return plans
    }

    @Test func theLogGoesWithItsGame() async throws {
        try await TestDatabase.with { database in
            try await database.withConnection { connection in
                for id in [1, 2] {
                    _ = try await connection.simple(
                        "INSERT INTO game (id, name, join_code) VALUES (\(id), 'g', 'ABCDE\(id)')")
                    _ = try await connection.simple(
                        "INSERT INTO change (game_id, revision, kind, entity_id, version, body, actor) "
                            + "VALUES (\(id), 1, 'game', 1, 1, '{}', 'test')")
                }
                _ = try await connection.simple("DELETE FROM game WHERE id = 1")
                let left = try await connection.simple("SELECT game_id FROM change")
                #expect(try left.map { try $0.decode(0, as: Int64.self) } == [2])
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
