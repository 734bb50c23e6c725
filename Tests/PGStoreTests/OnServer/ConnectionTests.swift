import Testing

@testable import PGStore

extension OnServer {
    @Suite struct ConnectionTests {
        @Test func theSessionHasItsGuards() async throws {
            var configuration = try Server.configuration(application: "pgstore-guards")
            configuration.statementTimeout = .milliseconds(1234)
            configuration.lockTimeout = .milliseconds(567)
            configuration.idleInTransactionTimeout = .seconds(8)
            try await Server.withConnection(configuration) { connection in
                let sql = """
                    SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),
                        current_setting('idle_in_transaction_session_timeout'), current_setting('synchronous_commit'),
                        current_setting('application_name'), pg_backend_pid()
                    """
                let row = try await connection.execute(PGStatement("settings", sql)())[0]
                let texts = try (0..<5).map { column in try row.decode(column, as: String.self) }
                #expect(texts == ["1234ms", "567ms", "8s", "on", "pgstore-guards"])
                #expect(try row.decode(5, as: Int32.self) == connection.processID)
                #expect(connection.serverVersion >= 140_000)
            }
        }

        @Test func aSessionMayCommitWithoutWaitingForTheDisk() async throws {
            var configuration = try Server.configuration()
            configuration.synchronousCommit = false
            try await Server.withConnection(configuration) { connection in
                let row = try await connection.simple("SELECT current_setting('synchronous_commit')")[0]
                #expect(try row.decode(0, as: String.self) == "off")
            }
        }

        @Test func errorsCarryTheirStateAndTheConstraintsName() async throws {
            try await Server.withConnection { connection in
                try await connection.simple(
                    "CREATE TEMP TABLE t (a int CONSTRAINT t_key UNIQUE CONSTRAINT t_low CHECK (a > 0))")
                let insert = PGStatement("insert", "INSERT INTO t VALUES ($1::int8)")
                let answer1 = try await connection.execute(insert(1)).affected
                #expect(answer1 == 1)
                for (value, state, constraint) in [
                    (1, SQLState.uniqueViolation, "t_key"), (0, .checkViolation, "t_low"),
                ] {
                    let error = await #expect(throws: PGError.self) { try await connection.execute(insert(value)) }
                    #expect(error?.sqlState == state && error?.constraint == constraint)
                    #expect(error?.isConnectionLoss == false)
                }
                let missing = await #expect(throws: PGError.self) {
                    try await connection.simple("SELECT * FROM missing")
                }
                #expect(missing?.sqlState == .undefinedTable)
                let answer2 = try await connection.execute(Server.one()).count
                #expect(answer2 == 1)
            }
        }

        @Test func aGroupIsOneTransactionAndItsFailureHarmsNoOther() async throws {
            try await Server.withConnection { connection in
                try await connection.simple("CREATE TEMP TABLE t (a int8)")
                let insert = PGStatement("insert", "INSERT INTO t VALUES ($1)")
                let divide = PGStatement("divide", "SELECT 1 / $1::int8")
                await withTaskGroup(of: Void.self) { group in
                    for value in 1...50 {
                        group.addTask {
                            let calls = [insert(value), divide(value % 2), insert(value)]
                            let outcome = try? await connection.pipeline(calls)
                            #expect((outcome != nil) == (value % 2 == 1))
                        }
                    }
                }
                let rows = try await connection.execute(PGStatement("sum", "SELECT count(*), sum(a)::int8 FROM t")())
                #expect(try rows[0].decode(0, as: Int.self) == 50)
                #expect(try rows[0].decode(1, as: Int.self) == 2 * 25 * 25)
            }
        }

        @Test func aTransactionStaysOpenOverGroups() async throws {
            try await Server.withConnection { connection in
                let (begin, commit) = (PGStatement("begin", "BEGIN"), PGStatement("commit", "COMMIT"))
                try await connection.simple("CREATE TEMP TABLE t (a int8)")
                #expect(connection.transactionStatus == .idle)
                _ = try await connection.pipeline([begin(), PGStatement("i1", "INSERT INTO t VALUES (1)")()])
                #expect(connection.transactionStatus == .open)
                _ = try await connection.pipeline([PGStatement("i2", "INSERT INTO t VALUES (2)")(), commit()])
                #expect(connection.transactionStatus == .idle)
                _ = try await connection.execute(begin())
                await #expect(throws: PGError.self) { try await connection.simple("SELECT 1/0") }
                #expect(connection.transactionStatus == .failed)
                let error = await #expect(throws: PGError.self) { try await connection.execute(Server.one()) }
                #expect(error?.sqlState == .inFailedTransaction)
                try await connection.simple("ROLLBACK")
                let answer3 = try await connection.execute(PGStatement("n", "SELECT a FROM t")()).count
                #expect(answer3 == 2)
            }
        }

        @Test func aStatementThatTheServerForgotIsPreparedAgain() async throws {
            try await Server.withConnection { connection in
                _ = try await connection.execute(Server.one())
                try await connection.simple("DEALLOCATE ALL")
                let error = await #expect(throws: PGError.self) { try await connection.execute(Server.one()) }
                #expect(error?.sqlState == .invalidStatementName)
                let answer4 = try await connection.execute(Server.one()).count
                #expect(answer4 == 1)
                // And one whose result changed its shape under it.
                try await connection.simple("CREATE TEMP TABLE t (a int)")
                let all = PGStatement("all", "SELECT * FROM t")
                _ = try await connection.execute(all())
                try await connection.simple("ALTER TABLE t ADD COLUMN b int")
                await #expect(throws: PGError.self) { try await connection.execute(all()) }
                let answer5 = try await connection.execute(all()).columnCount
                #expect(answer5 == 2)
            }
        }

        @Test func aPrepareThatWasSkippedIsMadeUpFor() async throws {
            try await Server.withConnection { connection in
                let later = PGStatement("later", "SELECT 5")
                await #expect(throws: PGError.self) {
                    _ = try await connection.pipeline([PGCall(unprepared: "SELECT 1/0"), later()])
                }
                let answer6 = try await connection.execute(later())[0].decode(0, as: Int.self)
                #expect(answer6 == 5)
            }
        }

        @Test func aHundredThousandStatementsInOneFlight() async throws {
            try await Server.withConnection { connection in
                let calls = (0..<100_000).map { Server.echo($0) }
                let results = try await connection.pipeline(calls, timeout: nil)
                #expect(results.count == calls.count)
                for (index, rows) in results.enumerated() where try rows[0].decode(0, as: Int.self) != index {
                    Issue.record("\(index) has another one's answer")
                    break
                }
            }
        }

        @Test func aHundredThousandStatementsOfManyTasks() async throws {
            try await Server.withConnection { connection in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for task in 0..<100 {
                        group.addTask {
                            for step in 0..<50 {
                                let base = task * 1000 + step * 20
                                let results = try await connection.pipeline((0..<20).map { Server.echo(base + $0) })
                                let values = try results.map { try $0[0].decode(0, as: Int.self) }
                                #expect(values == Array(base..<base + 20))
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }

        /// The server stops reading while nobody takes its answers: a client that only wrote would wait for ever.
        @Test func largeBothWaysAtOnce() async throws {
            try await Server.withConnection { connection in
                let text = String(repeating: "x", count: 1 << 20)
                let echo = PGStatement("large", "SELECT $1 || $1")
                let results = try await connection.pipeline((0..<40).map { _ in echo(text) }, timeout: .seconds(60))
                #expect(
                    try results.map { try $0[0].decode(0, as: [UInt8].self).count }
                        == Array(repeating: 2 << 20, count: 40))
            }
        }

        @Test func copyIsRefusedAndClosesTheConnection() async throws {
            try await Server.withConnection { connection in
                await #expect(throws: PGError.unsupported("COPY")) {
                    try await connection.simple("COPY (SELECT 1) TO STDOUT")
                }
                await #expect(throws: PGError.closed) { try await connection.execute(Server.one()) }
            }
        }

        @Test func noticesDoNotDisturb() async throws {
            try await Server.withConnection { connection in
                try await connection.simple(
                    "DO $$ BEGIN FOR i IN 1..1000 LOOP RAISE WARNING 'note %', i; END LOOP; END $$")
                let answer7 = try await connection.execute(Server.one()).count
                #expect(answer7 == 1)
            }
        }

        @Test func closingEndsEverythingInFlight() async throws {
            try await Server.withConnection { connection in
                // Short: the server notices only at its end that nobody is there any more.
                let slow = Task { try await connection.execute(Server.sleep(4.0)) }
                try await Server.withConnection { try await Server.until($0, Server.isWaiting(connection.processID)) }
                await connection.close()
                await #expect(throws: PGError.connectionLost("closed by its user")) { _ = try await slow.value }
                await #expect(throws: PGError.closed) { try await connection.execute(Server.one()) }
                #expect(connection.isClosed && connection.transactionStatus == .unknown)
            }
        }
    }
}
