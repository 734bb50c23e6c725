import FoundationEssentials
import GameAPI
import Hummingbird
import Logging
import NIOCore
import NIOPosix

@testable import App

/// A server on a free port of this machine, for as long as a test asks it.
struct RunningServer {
    let application: PodiumApplication
    let port: Int

    /// Runs a server with flags and a backend; it has ended when this returns.
    static func run(
        _ flags: [Setting: String] = [:], _ backend: Backend, stopping: AsyncStream<Void>.Continuation? = nil,
        shutdownDelay: Duration = .zero,
        _ body: (RunningServer) async throws -> Void
    ) async throws {
        let directory = "\(FileManager.default.temporaryDirectory.path())podium-test-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        for name in ["openapi", "asyncapi"] {
            try Data("\(name): 3".utf8).write(to: URL(filePath: "\(directory)/\(name).yaml"))
        }
        let all = [.port: "0", .docsRoot: directory].merging(flags) { $1 }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var configuration = try AppConfiguration(SettingsReader(flags: all, environment: [:]))
        configuration.shutdownDelay = shutdownDelay
        let application = try await buildApplication(
            configuration, backend: backend,
            authority: try await TokenAuthority(secret: String(repeating: "s", count: 32)),
            metrics: PrometheusMetrics(), logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            onListening: { port.yield($0) }, onStopping: { stopping?.yield() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { port.finish() }
                try await application.run()
            }
            var iterator = ports.makeAsyncIterator()
            if let port = await iterator.next() {
                do {
                    try await body(RunningServer(application: application, port: port))
                } catch {
                    await application.stop()
                    throw error
                }
            }
            await application.stop()
            try await group.waitForAll()
        }
    }

    /// What the server answers to GET on a connection of its own.
    func get(_ path: String) async throws -> String { try await send("GET", path) }

    /// What the server answers to a request without a body on a connection of its own.
    /// - Parameter headers: Lines without their ends.
    func send(_ method: String, _ path: String, _ headers: [String] = []) async throws -> String {
        let head = ["\(method) \(path) HTTP/1.1", "Host: test", "Connection: close"] + headers
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: head.joined(separator: "\r\n") + "\r\n\r\n"))
            var reply = ByteBuffer()
            for try await part in inbound { reply.writeImmutableBuffer(part) }
            return String(buffer: reply)
        }
    }
}

extension Backend {
    /// A game with nothing behind it.
    static func stub(
        isReady: @escaping @Sendable () async -> Readiness = { .ready }
    ) -> Backend {
        Backend(services: [], schemaState: { .current }, isReady: isReady, addRoutes: { _, _ in })
    }

    /// A game with routes of a test's own.
    static func stub(
        addRoutes: @escaping @Sendable (Router<PodiumRequestContext>) -> Void
    ) -> Backend {
        Backend(
            services: [], schemaState: { .current }, isReady: { .ready }, addRoutes: { router, _ in addRoutes(router) })
    }
}
