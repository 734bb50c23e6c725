import Logging
import NIOConcurrencyHelpers
import PGStore
import ServiceLifecycle
import TestSupport
import Testing

@testable import GameAPI

@Suite(.timeLimit(.minutes(1))) struct MutationWriterTests {
    @Test func aMutationIsCommittedWithItsVersionAndLogged() async throws {
        try await WriterFixture.with { fixture in
            let game = try await fixture.makeGame()
            let reply = try await fixture.record(game)
            #expect(reply.body == #"{"player_id":\#(game.playerID),"score":100,"version":1}"#)
            let changes = try await fixture.reader.changes(of: game.id, after: 0, limit: 10, seesDetail: false)
            let message = #"{"type":"update_score","player_id":\#(game.playerID),"score":100,"version":1,"revision":1}"#
            #expect(changes?.contains(#""body" : \#(message)"#) == true)
        }
    }

    @Test func aNewNameIsStoredAndAnAnswerLeavesIt() async throws {
        try await WriterFixture.with { fixture in
            let game = try await fixture.makeGame()
            let rename = Mutation(
                gameID: game.id, action: .updateGame(GamePatch(name: "Sunday", pointsTerm: "€")), actor: "host")
            _ = try await fixture.writer.submit(rename)
            try await fixture.database.withConnection { connection in
                let renamed = try await connection.simple("SELECT name, points_term, revision FROM game")[0]
                #expect(try renamed.decode(0, as: String.self) == "Sunday")
                #expect(try renamed.decode(1, as: String.self) == "€")
                #expect(try renamed.decode(2, as: Int64.self) == 1)
                _ = try await fixture.record(game)
                let answered = try await connection.simple("SELECT name, revision FROM game")[0]
                #expect(try answered.decode(0, as: String.self) == "Sunday")
                #expect(try answered.decode(1, as: Int64.self) == 2)
            }
        }
    }

    @Test func aMigrationThatAltersColumnsFailsNoMutation() async throws {
        try await WriterFixture.with { fixture in
            let game = try await fixture.makeGame()
            _ = try await fixture.record(game)
            try await fixture.database.withConnection { connection in
                _ = try await connection.simple("CREATE DOMAIN altered AS bigint")
                for column in ["game ALTER revision", "player ALTER score_version", "question ALTER state_version"] {
                    _ = try await connection.simple("ALTER TABLE \(column) TYPE altered")
                }
            }
            let reply = try await fixture.record(game)
            #expect(reply.body.contains(#""version":2"#))
        }
    }

    @Test func mutationsAtOnceShareTransactions() async throws {
        try await WriterFixture.with { fixture in
            let game = try await fixture.makeGame()
            let versions = try await withThrowingTaskGroup(of: String.self) { group in
                for points in 1...200 {
                    group.addTask { try await fixture.record(game, points: Int32(points)).body }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(versions.count == 200)
            try await fixture.database.withConnection { connection in
                let row = try await connection.simple(
                    """
                    SELECT (SELECT revision FROM game), (SELECT score_version FROM player),
                           count(DISTINCT at), count(*) FROM change
                    """)[0]
                #expect(try row.decode(0, as: Int64.self) == 200)
                #expect(try row.decode(1, as: Int64.self) == 200)
                #expect(try row.decode(2, as: Int64.self) < 200)
                #expect(try row.decode(3, as: Int64.self) == 200)
            }
        }
    }

    @Test func whoGathersForABatchBeginsThoughNobodyElseComes() async throws {
        try await threeBatchesOfOne { _ in }
    }

    @Test func whereOthersWriteTooABatchWaitsForMore() async throws {
        var limits = MutationWriter.Limits()
        limits.enough = 0
        try await WriterFixture.with(limits: limits) { fixture in
            let game = try await fixture.makeGame()
            let start = ContinuousClock.now
            try await fixture.database.withConnection { other in
                // Each round's last batch may have been of one, or have had nobody else's transaction before it.
                repeat {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 1...20 {
                            group.addTask { _ = try await fixture.record(game) }
                            group.addTask { _ = try await other.simple("SELECT pg_current_xact_id()") }
                        }
                        try await group.waitForAll()
                    }
                } while fixture.writer.queue.withLockedValue { $0.gatheringEnd(now: start) } == nil
            }
        }
    }

    @Test func atItsEndTheWriterWaitsForNobodyElse() async throws {
        try await threeBatchesOfOne { await $0.triggerGracefulShutdown() }
    }

    /// Three mutations that wait already when their writer begins, and what is done as soon as the first is answered.
    private func threeBatchesOfOne(_ afterTheFirst: @escaping @Sendable (ServiceGroup) async -> Void) async throws {
        try await WriterFixture.with { fixture in
            let game = try await fixture.makeGame()
            var limits = MutationWriter.Limits()
            limits.batch = 1
            let logger = Logger(label: "test")
            let writer = MutationWriter(pool: fixture.pool, limits: limits, logger: logger)
            let services = ServiceGroup(services: [writer], logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for points in 1...3 as ClosedRange<Int32> {
                    group.addTask { _ = try await writer.submit(game.answer(points: points)) }
                }
                while writer.queue.withLockedValue({ $0.count }) < 3 { await Task.yield() }
                group.addTask { try await services.run() }
                try await group.next()
                await afterTheFirst(services)
                for _ in 2...3 { try await group.next() }
                await services.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
    }

    @Test func aHeldRowDelaysOnlyItsGame() async throws {
        try await WriterFixture.with { fixture in
            let held = try await fixture.makeGame()
            let free = try await fixture.makeGame()
            let delayed = try await fixture.database.withConnection { connection in
                _ = try await connection.simple("BEGIN")
                _ = try await connection.simple("SELECT id FROM player WHERE id = \(held.playerID) FOR UPDATE")
                async let delayed = fixture.record(held)
                for points in 1...20 { _ = try await fixture.record(free, points: Int32(points)) }
                let changes = try await fixture.reader.changes(of: held.id, after: 0, limit: 1, seesDetail: false)
                #expect(changes?.contains("update_score") == false)
                _ = try await connection.simple("COMMIT")
                return try await delayed
            }
            #expect(delayed.body.contains(#""version":1"#))
        }
    }

    @Test func aRowHeldForTooLongIsSaidToBeBusy() async throws {
        var limits = MutationWriter.Limits()
        limits.mutationTimeout = .milliseconds(300)
        limits.laneLockTimeout = .milliseconds(100)
        try await WriterFixture.with(limits: limits) { fixture in
            let held = try await fixture.makeGame()
            try await fixture.database.withConnection { connection in
                _ = try await connection.simple("BEGIN")
                _ = try await connection.simple("SELECT id FROM game WHERE id = \(held.id) FOR UPDATE")
                await #expect(throws: MutationError.gameBusy) { try await fixture.record(held) }
                _ = try await connection.simple("COMMIT")
            }
            #expect(try await fixture.record(held).body.contains(#""version":1"#))
        }
    }

    @Test func aRefusedMutationHarmsNobodyElse() async throws {
        try await WriterFixture.with { fixture in
            let refused = try await fixture.makeGame()
            let games = try await [fixture.makeGame(), fixture.makeGame(), fixture.makeGame()]
            try await fixture.database.withConnection { connection in
                _ = try await connection.simple(
                    """
                    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
                    AS 'BEGIN RAISE EXCEPTION ''refused''; END'
                    """)
                _ = try await connection.simple(
                    """
                    CREATE TRIGGER refuse BEFORE UPDATE ON player FOR EACH ROW WHEN (NEW.id = \(refused.playerID))
                    EXECUTE FUNCTION refuse()
                    """)
            }
            await withTaskGroup(of: Void.self) { group in
                for game in games {
                    group.addTask { await #expect(throws: Never.self) { try await fixture.record(game) } }
                }
                group.addTask { await #expect(throws: MutationError.self) { try await fixture.record(refused) } }
            }
            try await fixture.database.withConnection { connection in
                let scores = try await connection.simple("SELECT score FROM player ORDER BY id")
                #expect(try scores.map { try $0.decode(0, as: Int32.self) } == [0, 100, 100, 100])
            }
        }
    }

    @Test func afterItsEndTheWriterRefuses() async throws {
        try await TestDatabase.with { database in
            let logger = Logger(label: "test")
            let pool = PGPool(configuration: database.configuration, logger: logger)
            let writer = MutationWriter(pool: pool, logger: logger)
            let lifetime = Task { await writer.run() }
            lifetime.cancel()
            await lifetime.value
            let mutation = Mutation(gameID: 1, action: .createTeam(TeamPatch(name: "Red")), actor: "host")
            await #expect(throws: MutationError.overloaded) { try await writer.submit(mutation) }
        }
    }

    @Test func aRepeatedKeyIsTheSameMutation() async throws {
        try await WriterFixture.with { fixture in
            let game = try await fixture.makeGame()
            let replies = try await withThrowingTaskGroup(of: MutationReply.self) { group in
                for _ in 0..<20 { group.addTask { try await fixture.record(game, key: "once") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(replies.map(\.body)).count == 1)
            #expect(replies.count { !$0.replayed } == 1)
            let later = try await fixture.record(game, key: "once")
            #expect(later.replayed && later.body == replies[0].body)
        }
    }

    @Test func keysAreForgottenAfterADay() async throws {
        try await WriterFixture.with { fixture in
            let game = try await fixture.makeGame()
            _ = try await fixture.record(game, key: "old")
            _ = try await fixture.record(game, key: "new")
            try await fixture.database.withConnection { connection in
                _ = try await connection.simple(
                    "UPDATE idempotency_key SET created_at = now() - interval '25 hours' WHERE key = 'old'")
                await KeyCleaner(pool: fixture.pool, logger: Logger(label: "test")).clean()
                let keys = try await connection.simple("SELECT key FROM idempotency_key")
                #expect(try keys.map { try $0.decode(0, as: String.self) } == ["new"])
            }
        }
    }

    @Test func terminatedBackendsCostNothing() async throws {
        try await WriterFixture.with { fixture in
            let game = try await fixture.makeGame()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for points in 1...300 {
                    group.addTask { _ = try await fixture.record(game, points: Int32(points), key: "\(points)") }
                    if points % 50 == 0 {
                        group.addTask {
                            try await fixture.database.withConnection { connection in
                                _ = try await connection.simple(
                                    """
                                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                                    """)
                            }
                        }
                    }
                }
                // Also the killers' own connections may be hit by one another; mutations may not fail.
                while let result = await group.nextResult() {
                    if case .failure(let error) = result, error is MutationError { throw error }
                }
            }
            try await fixture.database.withConnection { connection in
                let row = try await connection.simple(
                    "SELECT count(*), max(version), count(DISTINCT version) FROM change")[0]
                #expect(try (0..<3).map { try row.decode($0, as: Int64.self) } == [300, 300, 300])
            }
        }
    }
}
