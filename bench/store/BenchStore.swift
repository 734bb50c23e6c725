import ArgumentParser
import GameAPI
import Logging
import PGStore

/// Measures PGStore and the writer alone, without HTTP. `scripts/bench` runs it beside pgbench.
@main
struct BenchStore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-store", abstract: "Measures round trips and mutations a second.",
        subcommands: [RoundTrips.self, Mutations.self])
}

/// One connection, one prepared statement after the other.
struct RoundTrips: AsyncParsableCommand {
    @Option(help: "libpq connection string") var database = ""
    @Option(help: "How long to measure, in seconds") var seconds = 5

    func run() async throws {
        let connection = try await PGConnection.connect(
            try PGConfiguration(database), loop: .shared, logger: Logger(label: "bench"))
        let selectOne = PGStatement("select_one", "SELECT 1")
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        let count = try await withTaskExecutorPreference(PGLoop.shared) {
            var count = 0
            while clock.now < end {
                _ = try await connection.execute(selectOne())
                count += 1
            }
            return count
        }
        await connection.close()
        print(count / seconds)
    }
}

/// Many clients, each with one answer after the other, through the group-commit writer.
struct Mutations: AsyncParsableCommand {
    @Option(help: "libpq connection string") var database = ""
    @Option(help: "How long to measure, in seconds") var seconds = 5
    @Option(help: "Mutations under way at a time") var clients = 64
    @Option(help: "Games with ids from 1, each with one player and one question of the same id") var games = 1_000

    func run() async throws {
        var logger = Logger(label: "bench")
        logger.logLevel = .warning
        var configuration = try PGConfiguration(database)
        configuration.parameters = QueryPlans.sessionParameters
        let pool = PGPool(configuration: configuration, maximumConnections: 4, logger: logger)
        let writer = MutationWriter(pool: pool, logger: logger)
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        let count = try await withThrowingTaskGroup(of: Int?.self) { group in
            group.addTask {
                await pool.run()
                return nil
            }
            group.addTask {
                await writer.run()
                return nil
            }
            for client in 0..<clients {
                group.addTask {
                    var count = 0
                    while clock.now < end {
                        let id = Int64((client + count * clients) % games + 1)
                        let answer = Action.recordAnswer(playerID: id, questionID: id, isCorrect: true, points: 1)
                        _ = try await writer.submit(Mutation(gameID: id, action: answer, actor: "bench"))
                        count += 1
                    }
                    return count
                }
            }
            var count = 0
            var running = clients
            while running > 0, let result = try await group.next() {
                guard let result else { continue }
                count += result
                running -= 1
            }
            group.cancelAll()
            return count
        }
        print(count / seconds)
    }
}
