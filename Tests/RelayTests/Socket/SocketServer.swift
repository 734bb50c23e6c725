import HTTPTypes
import HummingbirdCore
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix

@testable import Relay

/// A real server on a free port, for as long as a test asks it. Its router answers 404, with the path if not told
/// otherwise.
struct SocketServer: Sendable {
    let port: Int
    /// Requests that reached the router, oldest first.
    let routed: NIOLockedValueBox<[HTTPRequest]>
    private let server: Server<SocketChannel>

    /// Runs a server; it has ended when this returns.
    static func run(
        _ admission: (any SocketAdmission)? = nil, limits: SocketLimits = SocketLimits(),
        idleTimeout: TimeAmount? = nil,
        answer: @escaping @Sendable (Request) async throws -> String = { $0.uri.path },
        _ body: (SocketServer) async throws -> Void
    ) async throws {
        let routed = NIOLockedValueBox<[HTTPRequest]>([])
        let channel = SocketChannel(
            responder: { request, _ in
                routed.withLockedValue { $0.append(request.head) }
                return Response(
                    status: .notFound, body: .init(byteBuffer: ByteBuffer(string: try await answer(request))))
            },
            idleTimeout: idleTimeout, admission: admission, limits: limits)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { port.finish() }
                try await server.run()
            }
            for await port in ports {
                let running = SocketServer(port: port, routed: routed, server: server)
                do {
                    try await body(running)
                } catch {
                    try await running.stop()
                    throw error
                }
                try await running.stop()
                break
            }
            try await group.waitForAll()
        }
    }

    /// Begins a graceful shutdown and waits for its end.
    func stop() async throws { try await server.shutdownGracefully() }

    /// Opens a connection; it is closed when this returns.
    func connect(_ body: (inout RawClient) async throws -> Void) async throws {
        try await RawClient.connect(port: port, body)
    }
}

/// A connection whose bytes are a test's own.
struct RawClient {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var unread = ByteBuffer()

    static func connect(port: Int, _ body: (inout RawClient) async throws -> Void) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(
                            backPressureStrategy: .init(lowWatermark: 1, highWatermark: 2),
                            isOutboundHalfClosureEnabled: true))
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            var client = RawClient(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            try await body(&client)
        }
    }

    static let handshake = """
        GET /ws/games/7 HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n\
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
        """

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// Ends this side of the connection.
    func finish() { outbound.finish() }

    /// So many bytes, or those up to the end.
    mutating func read(_ count: Int = .max) async throws -> [UInt8] {
        while unread.readableBytes < count, let more = try await inbound.next() { unread.writeImmutableBuffer(more) }
        return unread.readBytes(length: min(count, unread.readableBytes)) ?? []
    }

    /// A response: its head, and a body as long as the head says.
    mutating func response() async throws -> (head: String, body: String) {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            let next = try await read(1)
            guard !next.isEmpty else { break }
            head += next
        }
        let text = String(decoding: head, as: UTF8.self)
        let length = text.lowercased().split(separator: "content-length: ").dropFirst().first.flatMap {
            Int($0.prefix(while: \.isNumber))
        }
        return (text, String(decoding: try await read(length ?? 0), as: UTF8.self))
    }

    /// The handshake, which has to succeed.
    mutating func upgrade() async throws {
        try await send(Self.handshake)
        _ = try await response()
    }
}
