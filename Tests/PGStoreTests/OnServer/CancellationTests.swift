import Testing

@testable import PGStore

extension OnServer {
    @Suite struct CancellationTests {
        @Test func aTaskThatIsCancelledBeforeItSendsSendsNothing() async throws {
            try await Server.withConnection { connection in
                try await connection.simple("CREATE TEMP TABLE t (a int)")
                let task = Task {
                    while !Task.isCancelled { await Task.yield() }
                    try await connection.simple("INSERT INTO t VALUES (1)")
                }
                task.cancel()
                let result = await task.result
                #expect(throws: PGError.cancelled) { try result.get() }
                let answer1 = try await connection.simple("SELECT * FROM t")
                #expect(answer1.isEmpty)
            }
        }

        @Test func aLongStatementIsStopped() async throws {
            try await Server.withConnection { connection in
                let start = ContinuousClock.now
                let task = Task { try await connection.execute(Server.sleep(15.0)) }
                try await Server.withConnection { try await Server.until($0, Server.isWaiting(connection.processID)) }
                task.cancel()
                let result = await task.result
                #expect(throws: PGError.cancelled) { try result.get() }
                #expect(ContinuousClock.now - start < .seconds(10))
                let answer2 = try await connection.execute(Server.one()).count
                #expect(answer2 == 1)
            }
        }

        /// PostgreSQL ignores a signal that comes before the statement: it has to be sent again.
        @Test func aSignalThatComesTooEarlyIsNotLost() async throws {
            let proxy = try Proxy()
            defer { proxy.close() }
            var configuration = try proxy.configuration()
            // Else PostgreSQL would end the statement by itself, and in the same words.
            configuration.statementTimeout = nil
            configuration.queryTimeout = .seconds(20)
            try await Server.withConnection(configuration) { connection in
                _ = try await connection.execute(Server.sleep(0.0))
                // The statement is held up on its way, and the signal overtakes it.
                proxy.freezePresent()
                let before = proxy.finishedCount
                let task = Task { try await connection.execute(Server.sleep(15.0), timeout: nil) }
                while connection.transactionStatus != .active { await Task.yield() }
                task.cancel()
                while proxy.finishedCount == before { await Task.yield() }
                proxy.thaw()
                let result = await task.result
                #expect(throws: PGError.cancelled) { try result.get() }
            }
        }

        /// It is not stopped while somebody else's statement runs in front of it, but it is right after.
        @Test func oneThatHadToWaitForItsNeighbourIsStoppedThen() async throws {
            try await Server.withConnection { connection in
                let neighbour = Task { try await connection.execute(Server.sleep(0.2)) }
                try await Server.withConnection { try await Server.until($0, Server.isWaiting(connection.processID)) }
                let task = Task { try await connection.execute(Server.sleep(15.0)) }
                while await connection.groupsInFlight < 2 {}
                task.cancel()
                #expect(try await neighbour.value.count == 1)
                let result = await task.result
                #expect(throws: PGError.cancelled) { try result.get() }
            }
        }

        @Test func inATransactionTheOutcomeIsTheRealOne() async throws {
            try await Server.withConnection { connection in
                try await connection.simple("BEGIN")
                let task = Task { try await connection.execute(Server.sleep(15.0)) }
                while connection.transactionStatus != .active { await Task.yield() }
                task.cancel()
                let result = await task.result
                #expect(throws: PGError.cancelled) { try result.get() }
                #expect(connection.transactionStatus == .failed)
                try await connection.simple("ROLLBACK")
                let answer3 = try await connection.execute(Server.one()).count
                #expect(answer3 == 1)
            }
        }

        /// A thousand, at random moments, each connection shared with neighbours that nobody cancels.
        @Test func aThousandAtRandomMomentsLeaveNothingStuckOrPoisoned() async throws {
            let counts = try await withThrowingTaskGroup(of: (cancelled: Int, done: Int).self) { group in
                for seed in 0..<8 as Range<UInt64> {
                    group.addTask { try await self.cancelMany(125, seed: seed) }
                }
                return try await group.reduce((0, 0)) { ($0.0 + $1.cancelled, $0.1 + $1.done) }
            }
            #expect(counts.0 + counts.1 == 1000)
            #expect(counts.0 > 100, "most of them come in time")
        }

        private func cancelMany(_ count: Int, seed: UInt64) async throws -> (cancelled: Int, done: Int) {
            try await Server.withConnection { connection in
                var generator = SeededGenerator(state: seed)
                var outcome = (cancelled: 0, done: 0)
                for step in 0..<count {
                    let isLong = Bool.random(using: &generator)
                    let seconds = isLong ? 10 : Double.random(in: 0...0.004, using: &generator)
                    let task = Task {
                        try await connection.pipeline([Server.echo(step), Server.sleep(seconds), Server.echo(step)])
                    }
                    let neighbours = Int.random(in: 0...2, using: &generator)
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        // Behind a long one they would wait for it: it cannot be stopped without them.
                        for neighbour in 0..<(isLong ? 0 : neighbours) {
                            group.addTask {
                                let rows = try await connection.execute(Server.echo(step * 10 + neighbour))
                                #expect(try rows[0].decode(0, as: Int.self) == step * 10 + neighbour)
                            }
                        }
                        for _ in 0..<Int.random(in: 0..<3000, using: &generator) { await Task.yield() }
                        task.cancel()
                        try await group.waitForAll()
                    }
                    switch await task.result {
                    case .success(let results):
                        #expect(try results[2][0].decode(0, as: Int.self) == step)
                        outcome.done += 1
                    case .failure(let error):
                        #expect(error as? PGError == .cancelled)
                        outcome.cancelled += 1
                    }
                    let answer4 = try await connection.execute(Server.echo(step))[0].decode(0, as: Int.self)
                    #expect(answer4 == step)
                }
                return outcome
            }
        }
    }
}
