import Foundation
import Logging
public import PGStore

/// A migrated database of a test's own, gone when the test ends.
public struct TestDatabase: Sendable {
    public let configuration: PGConfiguration
    public let conninfo: String

    /// Runs a test with a new database made by `migrations/migrate` on the server that `PODIUM_TEST_DATABASE_URL` names.
    public static func with<Result: Sendable>(
        _ body: @Sendable (TestDatabase) async throws -> Result
    ) async throws -> Result {
        guard let server = ProcessInfo.processInfo.environment["PODIUM_TEST_DATABASE_URL"] else {
            throw TestFailure("set PODIUM_TEST_DATABASE_URL to a superuser's database, or call scripts/test")
        }
        let name = "podium_test_\(UInt64.random(in: 0...UInt64.max))"
        let admin = try await PGConnection.connect(
            try PGConfiguration(server), loop: .shared, logger: Logger(label: "test"))
        _ = try await admin.simple("CREATE DATABASE \(name)")
        let conninfo = server.replacing(/\/[^\/?]*(\?|$)/, maxReplacements: 1) { "/\(name)\($0.output.1)" }
        let result: Swift.Result<Result, any Error>
        do {
            try migrate(conninfo)
            let database = TestDatabase(configuration: try PGConfiguration(conninfo), conninfo: conninfo)
            result = .success(try await body(database))
        } catch {
            result = .failure(error)
        }
        _ = try await admin.simple("DROP DATABASE \(name) WITH (FORCE)")
        await admin.close()
        return try result.get()
    }

    /// A connection for the test itself.
    public func withConnection<Result: Sendable>(
        _ body: (PGConnection) async throws -> Result
    ) async throws -> Result {
        let connection = try await PGConnection.connect(configuration, loop: .shared, logger: Logger(label: "test"))
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    private static func migrate(_ conninfo: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let process = Process()
        process.executableURL = root.appending(path: "migrations/migrate")
        process.arguments = [conninfo]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw TestFailure(text) }
    }
}

/// Why a test could not be set up.
public struct TestFailure: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
