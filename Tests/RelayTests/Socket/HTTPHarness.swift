import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1

@testable import Relay

/// A connection on a channel that stands still: a test decides what comes, what time it is, and when the channel takes
/// more.
final class HTTPHarness {
    private let channel = EmbeddedChannel()
    private let connection: HTTPConnection
    private let reads = ReadCounter()

    init(idleTimeout: TimeAmount? = nil) throws {
        connection = HTTPConnection(idleTimeout: idleTimeout)
        try channel.pipeline.syncOperations.addHandlers(reads, connection)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    deinit { channel.pipeline.fireChannelInactive() }

    /// Parts that come in one go.
    func receive(_ parts: HTTPServerRequestPart...) {
        for part in parts { channel.pipeline.fireChannelRead(part) }
        channel.pipeline.fireChannelReadComplete()
    }

    /// Answers the request that was handed over, if there is one.
    func answer(_ text: String = "") {
        connection.answer(
            HTTPResponse(status: .ok, headerFields: [.contentLength: "\(text.utf8.count)"]), ByteBuffer(string: text))
    }

    /// The bodies of the responses since the last time this was asked; `close: ` stands before one that says that it is the last.
    func answered() throws -> [String] {
        var bodies: [String] = []
        while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
            switch part {
            case .head(let head): bodies.append(head.headers["Connection"] == ["close"] ? "close: " : "")
            case .body(.byteBuffer(let bytes)): bodies[bodies.count - 1] += String(buffer: bytes)
            case .body, .end: break
            }
        }
        return bodies
    }

    /// Whether the connection reads on when the channel asks it to.
    func readsOn() -> Bool {
        let before = reads.count
        channel.pipeline.read()
        return reads.count > before
    }

    func setWritable(_ isWritable: Bool) {
        channel.isWritable = isWritable
        channel.pipeline.fireChannelWritabilityChanged()
    }

    /// The server is about to stop.
    func quiesce() { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }

    var isClosed: Bool { !channel.isActive }

    func advance(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

    private final class ReadCounter: ChannelOutboundHandler {
        typealias OutboundIn = HTTPServerResponsePart
        var count = 0

        func read(context: ChannelHandlerContext) { count += 1 }
    }
}

extension HTTPServerRequestPart {
    static func get(_ path: String) -> Self { .head(HTTPRequestHead(version: .http1_1, method: .GET, uri: path)) }
    static func post(_ path: String) -> Self { .head(HTTPRequestHead(version: .http1_1, method: .POST, uri: path)) }
    static func bytes(_ count: Int) -> Self { .body(ByteBuffer(repeating: 0x20, count: count)) }
}
