import Logging
import PGStore
import TestSupport
import Testing

@testable import GameAPI

/// What a relay has of PostgreSQL, on a database of a test's own.
struct RelayFixture: Sendable {
    let games: WriterFixture
    /// One for each instance, with connections of its own.
    let stores: [PostgresCoordinationStore]
    private let configuration: PGConfiguration

    var store: PostgresCoordinationStore { stores[0] }
    var database: TestDatabase { games.database }

    static func with<Result: Sendable>(
        instances: Int = 1, _ body: @Sendable @escaping (RelayFixture) async throws -> Result
    ) async throws -> Result {
        try await WriterFixture.with { games in
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            var configuration = games.database.configuration
            configuration.synchronousCommit = false
            let pools = (0..<instances).map { [configuration] _ in
                PGPool(configuration: configuration, maximumConnections: 2, logger: logger)
            }
            let fixture = RelayFixture(
                games: games, stores: pools.map(PostgresCoordinationStore.init), configuration: configuration)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                for pool in pools { group.addTask { await pool.run() } }
                let result = try await body(fixture)
                group.cancelAll()
                return result
            }
        }
    }

    func source(applicationName: String? = nil) -> PostgresChangeSource {
        var configuration = configuration
        configuration.applicationName = applicationName
        let listener = PGListener(
            configuration: configuration, channels: PostgresChangeSource.channels,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return PostgresChangeSource(listener: listener, reads: games.pool)
    }

    /// Hears what is told, from when it listens.
    func listening<Result: Sendable>(
        to source: PostgresChangeSource? = nil, _ body: (inout Heard) async throws -> Result
    ) async throws -> Result {
        let (stream, continuation) = AsyncStream<ChangeEvent>.makeStream()
        let source = source ?? self.source()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await source.listen { continuation.yield($0) } }
            defer { group.cancelAll() }
            var heard = Heard(events: stream.makeAsyncIterator())
            #expect(await heard.next() == .resumed)
            return try await body(&heard)
        }
    }

    func read(_ game: Int64, _ query: RoomQuery) async throws -> RoomAnswer? {
        try await source().read(game, query)
    }

    /// What is read of a game that is there.
    func answer(
        of game: Int64, _ query: RoomQuery, from source: PostgresChangeSource? = nil
    ) async throws -> RoomAnswer {
        let answer = try await (source ?? self.source()).read(game, query)
        return try #require(answer)
    }

    func live(_ game: Int64) async throws -> LiveState {
        let answer = try await answer(of: game, RoomQuery(live: true))
        return try #require(answer.live)
    }

    /// Lets an instance look as if it had said nothing for so many seconds.
    func silence(_ instances: [String], seconds: Int) async throws {
        let age = PGStatement(
            "age",
            "UPDATE relay_instance SET seen_at = seen_at - $2 * interval '1 second' WHERE id = ANY($1::text[])")
        try await database.withConnection { _ = try await $0.execute(age(instances, seconds)) }
    }
}

/// What a listener has heard, one after the other.
struct Heard {
    fileprivate var events: AsyncStream<ChangeEvent>.AsyncIterator

    mutating func next() async -> ChangeEvent? { await events.next() }

    mutating func next(_ count: Int) async -> [ChangeEvent] {
        var list: [ChangeEvent] = []
        while list.count < count, let event = await next() { list.append(event) }
        return list
    }
}
