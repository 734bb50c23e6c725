import Logging

@testable import PGStore

/// The PostgreSQL that the tests use: `PODIUM_TEST_DATABASE_URL`, a superuser's.
enum Server {
    static func configuration(application: String? = nil) throws(PGError) -> PGConfiguration {
        guard let url = RawConnInfo.environment("PODIUM_TEST_DATABASE_URL") else {
            throw .invalidConfiguration("set PODIUM_TEST_DATABASE_URL to a superuser's database")
        }
        var configuration = try PGConfiguration(url)
        configuration.applicationName = application ?? "pgstore-test"
        // A busy machine with sanitizers must not look like a slow server.
        configuration.connectTimeout = .seconds(20)
        configuration.queryTimeout = .seconds(30)
        configuration.statementTimeout = .seconds(20)
        configuration.idleInTransactionTimeout = .seconds(30)
        return configuration
    }

    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// A connection that is closed at the end, whatever happens.
    static func withConnection<R: Sendable>(
        _ configuration: PGConfiguration? = nil, isolation: isolated (any Actor)? = #isolation,
        _ body: (PGConnection) async throws -> R
    ) async throws -> R {
        let connection = try await PGConnection.connect(
            try configuration ?? Server.configuration(), logger: logger)
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    /// A pool that runs while `body` does, and has ended when this returns.
    static func withPool<R: Sendable>(
        _ configuration: PGConfiguration? = nil, maximumConnections: Int = 4, acquireTimeout: Duration = .seconds(20),
        maximumWaiters: Int = 10_000, isolation: isolated (any Actor)? = #isolation,
        _ body: (PGPool) async throws -> R
    ) async throws -> R {
        let pool = PGPool(
            configuration: try configuration ?? Server.configuration(), maximumConnections: maximumConnections,
            acquireTimeout: acquireTimeout, maximumWaiters: maximumWaiters, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await pool.run() }
            let result: Result<R, any Error>
            do { result = .success(try await body(pool)) } catch { result = .failure(error) }
            group.cancelAll()
            try await group.waitForAll()
            return try result.get()
        }
    }

    /// Asks until it is so. Each question goes to the server and back, which is all the waiting there is.
    static func until(_ connection: PGConnection, _ call: PGCall) async throws {
        while try await !connection.execute(call)[0].decode(0, as: Bool.self) {}
    }

    static func terminate(_ processID: Int32, through connection: PGConnection) async throws {
        let terminate = PGStatement("terminate", "SELECT pg_terminate_backend($1)")
        try await connection.execute(terminate(processID))
    }
}

extension Server {
    static let one = PGStatement("one", "SELECT 1")
    static let echo = PGStatement("echo", "SELECT $1::int8")
    static let sleep = PGStatement("sleep", "SELECT pg_sleep($1)::text")
    static let sessions = PGStatement(
        "sessions", "SELECT count(*) = $2 FROM pg_stat_activity WHERE application_name = $1")
    /// True once the process runs something that waits in `pg_sleep` or on a lock.
    static let isWaiting = PGStatement(
        "is_waiting",
        "SELECT exists (SELECT FROM pg_stat_activity WHERE pid = $1 AND wait_event_type IN ('Timeout', 'Lock'))")
}

/// Something that happens once, for others to wait for.
final class Signal: Sendable {
    private let stream = AsyncStream<Void>.makeStream()

    func fire() { stream.continuation.finish() }
    func wait() async { for await _ in stream.stream {} }
}

/// The same numbers in each run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension PGConnection {
    var groupsInFlight: Int { machine.inFlight }
}
