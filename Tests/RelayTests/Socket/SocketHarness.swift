import NIOCore
import NIOEmbedded

@testable import Relay

/// A socket on a channel that stands still: a test decides what comes, what time it is, and when the channel takes more.
final class SocketHarness {
    let channel = EmbeddedChannel()
    let socket: Socket
    let owner: RecordingOwner
    private let wire = Wire()

    init(outboxBytes: Int = 1_000, answering: @escaping (Socket, [UInt8]) -> Void = { _, _ in }) throws {
        socket = Socket(
            eventLoop: channel.eventLoop, limits: SocketLimits(messageBytes: 100, outboxBytes: outboxBytes))
        owner = RecordingOwner(answering: answering)
        try channel.pipeline.syncOperations.addHandlers(wire, socket)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        socket.open(with: owner)
    }

    /// What the owner has heard, from turns of the loop that are still to come too.
    var heard: [RecordingOwner.Event] {
        channel.embeddedEventLoop.run()
        return owner.heard
    }

    /// Bytes that come in one go.
    func receive(_ frames: ClientFrame...) throws { try receive(frames.flatMap(\.bytes)) }

    func receive(_ bytes: [UInt8]) throws { try channel.writeInbound(ByteBuffer(bytes: bytes)) }

    /// What is on the wire since the last time this was asked.
    func sent() throws -> [UInt8] {
        var all: [UInt8] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { all += buffer.readableBytesView }
        return all
    }

    func setWritable(_ isWritable: Bool) {
        channel.isWritable = isWritable
        channel.pipeline.fireChannelWritabilityChanged()
    }

    /// The peer ends its side of the connection.
    func endInput() { channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }

    func advance(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

    var isOutputClosed: Bool { wire.isOutputClosed }
    var isClosed: Bool { !channel.isActive }

    /// Ends only the one side, as a real connection does.
    private final class Wire: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer
        var isOutputClosed = false

        func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
            guard mode == .output else { return context.close(mode: mode, promise: promise) }
            isOutputClosed = true
            promise?.succeed()
        }
    }
}

/// Writes down what a socket tells its owner, and keeps it open for use from a test's own thread.
final class RecordingOwner: SocketDelegate, SocketOpener, @unchecked Sendable {
    enum Event: Equatable {
        case text(String)
        case binary([UInt8])
        case pong, drained, closed
    }

    private(set) var heard: [Event] = []
    private let answer: (Socket, [UInt8]) -> Void
    private var socket: Socket?

    init(answering: @escaping (Socket, [UInt8]) -> Void) { answer = answering }

    func open(_ socket: Socket) -> any SocketDelegate {
        self.socket = socket
        return self
    }

    func received(text: [UInt8]) {
        heard.append(.text(String(decoding: text, as: UTF8.self)))
        if let socket { answer(socket, text) }
    }

    func received(binary: [UInt8]) { heard.append(.binary(binary)) }
    func receivedPong() { heard.append(.pong) }
    func drained() { heard.append(.drained) }

    func closed() {
        heard.append(.closed)
        socket = nil
    }
}

/// The bytes of a frame from the server.
func serverFrame(_ opcode: FrameHeader.Opcode, _ text: String = "") -> [UInt8] {
    FrameWriter.header(opcode, length: text.utf8.count) + Array(text.utf8)
}

func closeFrame(_ code: CloseCode) -> [UInt8] { [0x88, 0x02] + FrameWriter.closePayload(code) }
