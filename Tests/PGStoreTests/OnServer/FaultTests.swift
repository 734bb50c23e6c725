import Testing

@testable import PGStore

extension OnServer {
    @Suite struct FaultTests {
        @Test func aSessionThatTheServerEndsWhileIdleIsNoticedAtOnce() async throws {
            try await Server.withConnection { admin in
                let closed = Signal()
                let connection = try await PGConnection.connect(
                    Server.configuration(), loop: .shared, logger: Server.logger,
                    hooks: PGConnection.Hooks(closed: { _ in closed.fire() }))
                try await Server.terminate(connection.processID, through: admin)
                await closed.wait()
                #expect(connection.isClosed)
                await #expect(throws: PGError.closed) { try await connection.execute(Server.one()) }
            }
        }

        @Test func aSessionThatTheServerEndsWhileBusyFailsWithItsState() async throws {
            try await Server.withConnection { admin in
                try await Server.withConnection { connection in
                    let slow = Task { try await connection.execute(Server.sleep(20.0)) }
                    try await Server.until(admin, Server.isWaiting(connection.processID))
                    let next = Task { try await connection.execute(Server.one()) }
                    try await Server.terminate(connection.processID, through: admin)
                    let error = await #expect(throws: PGError.self) { _ = try await slow.value }
                    #expect(error?.sqlState == .adminShutdown && error?.isConnectionLoss == true)
                    let other = await #expect(throws: PGError.self) { _ = try await next.value }
                    #expect(other?.isConnectionLoss == true)
                    #expect(connection.isClosed)
                }
            }
        }

        @Test func statementTimeoutIsTheServersOwn() async throws {
            var configuration = try Server.configuration()
            configuration.statementTimeout = .milliseconds(30)
            try await Server.withConnection(configuration) { connection in
                let error = await #expect(throws: PGError.self) { try await connection.execute(Server.sleep(20.0)) }
                #expect(error?.sqlState == .queryCanceled)
                let answer1 = try await connection.execute(Server.one()).count
                #expect(answer1 == 1)
            }
        }

        @Test func aServerThatNoLongerAnswersIsGivenUpInTime() async throws {
            let proxy = try Proxy()
            defer { proxy.close() }
            var configuration = try proxy.configuration()
            configuration.connectTimeout = .seconds(20)
            configuration.queryTimeout = .milliseconds(200)
            try await Server.withConnection(configuration) { connection in
                _ = try await connection.execute(Server.one(), timeout: .seconds(20))
                proxy.freeze()
                let start = ContinuousClock.now
                await #expect(throws: PGError.timeout) { try await connection.execute(Server.one()) }
                let elapsed = ContinuousClock.now - start
                #expect(elapsed >= .milliseconds(200) && elapsed < .seconds(5))
                #expect(connection.isClosed)
            }
        }

        /// The task wants to end, and neither the server nor the request to cancel comes through.
        @Test func cancellingOnAFrozenServerEndsInTime() async throws {
            let proxy = try Proxy()
            defer { proxy.close() }
            var configuration = try proxy.configuration()
            configuration.connectTimeout = .seconds(20)
            configuration.queryTimeout = .milliseconds(300)
            try await Server.withConnection(configuration) { connection in
                _ = try await connection.execute(Server.one(), timeout: .seconds(20))
                proxy.freeze()
                let task = Task { try await connection.execute(Server.one(), timeout: nil) }
                while connection.transactionStatus != .active { await Task.yield() }
                let start = ContinuousClock.now
                task.cancel()
                let result = await task.result
                #expect(throws: PGError.timeout) { try result.get() }
                #expect(ContinuousClock.now - start < .seconds(5))
            }
        }

        @Test func aConnectionThatIsCutWhileBusyIsLost() async throws {
            let proxy = try Proxy()
            defer { proxy.close() }
            try await Server.withConnection(try proxy.configuration()) { connection in
                let slow = Task { try await connection.execute(Server.sleep(4.0), timeout: .seconds(30)) }
                try await Server.withConnection { try await Server.until($0, Server.isWaiting(connection.processID)) }
                proxy.cut()
                let error = await #expect(throws: PGError.self) { _ = try await slow.value }
                #expect(error?.isConnectionLoss == true && error?.sqlState == nil)
            }
        }

        @Test func connectingToAFrozenServerEndsInTimeAndCanBeCancelled() async throws {
            let proxy = try Proxy()
            defer { proxy.close() }
            proxy.freeze()
            var configuration = try proxy.configuration()
            configuration.connectTimeout = .milliseconds(200)
            let (brief, start) = (configuration, ContinuousClock.now)
            await #expect(throws: PGError.connectionFailed("no answer in time")) {
                _ = try await PGConnection.connect(brief, logger: Server.logger)
            }
            #expect(ContinuousClock.now - start < .seconds(5))
            configuration.connectTimeout = .seconds(100)
            let patient = configuration
            let task = Task { try await PGConnection.connect(patient, logger: Server.logger) }
            task.cancel()
            let result = await task.result
            #expect(throws: PGError.cancelled) { try result.get() }
        }

        @Test func theFirstHostMayBeDeadOrSilent() async throws {
            let (dead, silent, alive) = (try Proxy(), try Proxy(), try Proxy())
            defer { for proxy in [silent, alive] { proxy.close() } }
            dead.close()
            silent.freeze()
            let direct = try Server.configuration().attempts[0]
            let rest = ["user", "password", "dbname"].compactMap { key in direct[key].map { "\(key)='\($0)'" } }
            var configuration = try PGConfiguration(
                "host=127.0.0.1,127.0.0.1,127.0.0.1 port=\(dead.port),\(silent.port),\(alive.port) "
                    + rest.joined(separator: " "))
            configuration.connectTimeout = .seconds(2)
            let start = ContinuousClock.now
            try await Server.withConnection(configuration) { connection in
                let answer2 = try await connection.execute(Server.one()).count
                #expect(answer2 == 1)
            }
            #expect(ContinuousClock.now - start < .seconds(2))
        }

        @Test func aServerThatIsNotThereSaysWhy() async throws {
            let proxy = try Proxy()
            proxy.close()
            let configuration = try proxy.configuration()
            let error = await #expect(throws: PGError.self) {
                _ = try await PGConnection.connect(configuration, logger: Server.logger)
            }
            guard case .connectionFailed(let reason) = error else { return #expect(Bool(false), "\(error as Any)") }
            #expect(reason.contains("refused"))
            let settings = try Server.configuration().attempts[0].filter { $0.key != "dbname" }
            let kept = settings.map { "\($0.key)='\($0.value)'" }
            let wrong = try PGConfiguration(kept.joined(separator: " ") + " dbname=there_is_no_such_database")
            let refused = await #expect(throws: PGError.self) {
                _ = try await PGConnection.connect(wrong, logger: Server.logger)
            }
            #expect("\(refused as Any)".contains("there_is_no_such_database"))
        }
    }
}
