import NIOConcurrencyHelpers
import Testing

@testable import PGStore

extension OnServer {
    @Suite struct PoolTests {
        @Test func firstComeFirstServed() async throws {
            try await Server.withPool(maximumConnections: 1) { pool in
                let order = NIOLockedValueBox<[Int]>([])
                try await withThrowingTaskGroup(of: Void.self) { group in
                    try await pool.withConnection { _ in
                        for number in 0..<50 {
                            group.addTask {
                                try await pool.withConnection { _ in order.withLockedValue { $0.append(number) } }
                            }
                            while pool.statistics.waiting <= number { await Task.yield() }
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(order.withLockedValue { $0 } == Array(0..<50))
            }
        }

        @Test func itNeverHasMoreThanItMay() async throws {
            let configuration = try Server.configuration(application: "pgstore-bounded")
            try await Server.withPool(configuration, maximumConnections: 3) { pool in
                let most = NIOLockedValueBox((now: 0, most: 0))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<200 {
                        group.addTask {
                            try await pool.withConnection { connection in
                                most.withLockedValue { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                                _ = try await connection.execute(Server.echo(number))
                                most.withLockedValue { $0.now -= 1 }
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(most.withLockedValue { $0.most } <= 3)
                // One may have been on its way for somebody who got another's.
                while pool.statistics.connecting > 0 { await Task.yield() }
                let (idle, leased, _, waiting) = pool.statistics
                #expect(idle <= 3 && idle > 0 && leased == 0 && waiting == 0)
            }
        }

        @Test func whoWaitsTooLongIsTold() async throws {
            try await Server.withPool(maximumConnections: 1, acquireTimeout: .milliseconds(50)) { pool in
                // The first one may take longer than that to connect.
                while (try? await pool.withConnection({ try await $0.execute(Server.one()) })) == nil {}
                try await pool.withConnection { _ in
                    await #expect(throws: PGError.poolTimeout(lastFailure: nil)) {
                        try await pool.withConnection { _ in }
                    }
                }
                try await pool.withConnection { _ = try await $0.execute(Server.one()) }
            }
        }

        @Test func waitersAreBoundedAndMayBeCancelled() async throws {
            try await Server.withPool(maximumConnections: 1, maximumWaiters: 1) { pool in
                try await pool.withConnection { _ in
                    let waiter = Task { try await pool.withConnection { _ in } }
                    while pool.statistics.waiting == 0 { await Task.yield() }
                    await #expect(throws: PGError.poolOverloaded) { try await pool.withConnection { _ in } }
                    waiter.cancel()
                    let result = await waiter.result
                    #expect(throws: PGError.cancelled) { try result.get() }
                    #expect(pool.statistics.waiting == 0)
                }
            }
        }

        @Test func whatABodyLeavesOpenIsRolledBack() async throws {
            struct Own: Error {}
            try await Server.withConnection { admin in
                try await admin.simple("CREATE TABLE pgstore_rollback (a int)")
                try await Server.withPool(maximumConnections: 1) { pool in
                    let first = try await pool.withConnection { $0.processID }
                    await #expect(throws: Own.self) {
                        try await pool.withConnection { connection in
                            try await connection.simple("BEGIN")
                            try await connection.simple("INSERT INTO pgstore_rollback VALUES (1)")
                            throw Own()
                        }
                    }
                    // A cancelled borrower's transaction is rolled back just the same.
                    let task = Task {
                        try await pool.withConnection { connection in
                            try await connection.pipeline([
                                PGCall(unprepared: "BEGIN"),
                                PGCall(unprepared: "INSERT INTO pgstore_rollback VALUES (2)"),
                            ])
                            withUnsafeCurrentTask { $0?.cancel() }
                        }
                    }
                    try await task.value
                    try await pool.withConnection { connection in
                        #expect(connection.processID == first && connection.transactionStatus == .idle)
                        let answer1 = try await connection.simple("SELECT FROM pgstore_rollback")
                        #expect(answer1.isEmpty)
                    }
                }
                try await admin.simple("DROP TABLE pgstore_rollback")
            }
        }

        @Test func brokenConnectionsLeaveThePool() async throws {
            try await Server.withConnection { admin in
                try await Server.withPool(maximumConnections: 2) { pool in
                    let idle = try await pool.withConnection { $0.processID }
                    try await Server.terminate(idle, through: admin)
                    while pool.statistics.idle > 0 { await Task.yield() }
                    let busy = try await pool.withConnection { connection in
                        let slow = Task { try await connection.execute(Server.sleep(20.0)) }
                        try await Server.until(admin, Server.isWaiting(connection.processID))
                        try await Server.terminate(connection.processID, through: admin)
                        let error = await #expect(throws: PGError.self) { _ = try await slow.value }
                        #expect(error?.sqlState == .adminShutdown)
                        return connection.processID
                    }
                    let third = try await pool.withConnection { connection in
                        _ = try await connection.execute(Server.one())
                        return connection.processID
                    }
                    #expect(third != idle && third != busy && idle != busy)
                }
            }
        }

        @Test func nothingIsLeftWhenItHasEnded() async throws {
            let configuration = try Server.configuration(application: "pgstore-leftovers")
            try await Server.withConnection { admin in
                let (kept, connection) = try await Server.withPool(configuration, maximumConnections: 4) { pool in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<20 {
                            group.addTask {
                                try await pool.withConnection { _ = try await $0.execute(Server.sleep(0.01)) }
                            }
                        }
                        try await group.waitForAll()
                    }
                    try await Server.until(admin, Server.sessions("pgstore-leftovers", pool.statistics.idle))
                    return (pool, try await pool.withConnection { $0 })
                }
                #expect(connection.isClosed)
                #expect(kept.statistics == (idle: 0, leased: 0, connecting: 0, waiting: 0))
                await #expect(throws: PGError.poolClosed) { try await kept.withConnection { _ in } }
                // The server takes a moment to see each session's end; this ends only when it has seen them all.
                try await Server.until(admin, Server.sessions("pgstore-leftovers", 0))
            }
        }

        @Test func endingWaitsForWhoHasBorrowed() async throws {
            let pool = PGPool(configuration: try Server.configuration(), logger: Server.logger)
            let hasEnded = NIOLockedValueBox(false)
            let lifetime = Task {
                await pool.run()
                hasEnded.withLockedValue { $0 = true }
            }
            try await pool.withConnection { connection in
                lifetime.cancel()
                while true {
                    do {
                        try await pool.withConnection { _ in }
                    } catch PGError.poolClosed {
                        break
                    }
                }
                for _ in 0..<20 { _ = try await connection.execute(Server.one()) }
                #expect(!hasEnded.withLockedValue { $0 } && !connection.isClosed, "a borrower may finish")
            }
            await lifetime.value
        }

        @Test func whenTheServerComesBackSoDoesThePool() async throws {
            let proxy = try Proxy()
            defer { proxy.close() }
            var configuration = try proxy.configuration()
            configuration.connectTimeout = .milliseconds(300)
            try await Server.withPool(configuration, acquireTimeout: .milliseconds(700)) { pool in
                proxy.freeze()
                let error = await #expect(throws: PGError.self) { try await pool.withConnection { _ in } }
                #expect(error == .poolTimeout(lastFailure: "no connection to PostgreSQL: no answer in time"))
                proxy.thaw()
                let start = ContinuousClock.now
                while (try? await pool.withConnection({ try await $0.execute(Server.one()) })) == nil {}
                #expect(ContinuousClock.now - start < .seconds(2))
            }
        }
    }
}
