import NIOCore

/// Who gets the messages of a WebSocket, on its event loop.
protocol TextReceiver: AnyObject, SendableMetatype {
    /// A whole text message. The bytes are gone when this returns.
    func received(_ text: UnsafeRawBufferPointer)
    /// The server ended the connection; nothing is called after it.
    func ended(_ problem: DriverError)
}

/// The client's end of a WebSocket: a handshake, then a walk over frame headers. Nothing is allocated for a message
/// that came whole in one read. The server's `Sec-WebSocket-Accept` is not checked.
final class WebSocketConnection<Receiver: TextReceiver>: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Phase { case handshake, awaitsReady, open, closing, over }

    private let receiver: Receiver
    private let address: Address
    private let ready: ByteSearch
    private let opened: EventLoopPromise<Void>
    private var phase = Phase.handshake
    private var response = ResponseScanner()
    private var frames = FrameScanner()
    private var refusal: [UInt8] = []
    private var partial: [UInt8] = []
    private var control: [UInt8] = []
    private var context: ChannelHandlerContext?
    private var handshakeTimer: Scheduled<Void>?

    /// - Parameters:
    ///   - ready: What a message must hold for the connection to be taken as open; empty: the handshake is enough.
    ///   - opened: Done when it is open, failed when it cannot be.
    init(receiver: Receiver, address: Address, ready: String, opened: EventLoopPromise<Void>) {
        self.receiver = receiver
        self.address = address
        self.ready = ByteSearch(ready)
        self.opened = opened
    }

    func send(_ frame: ByteBuffer) { context?.writeAndFlush(wrapOutboundOut(frame), promise: nil) }

    /// Asks the server to close. What it still sends is not handed on. Done when the connection is closed.
    func close() -> EventLoopFuture<Void>? {
        guard phase == .open else { return nil }
        phase = .closing
        send(ByteBuffer(bytes: ClientFrame.bytes(.close, payload: [0x03, 0xE8])))
        return context?.channel.closeFuture
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        let key = "cG9kaXVtLWJlbmNobWFyaw=="
        send(
            ByteBuffer(
                string: "GET \(address.target) HTTP/1.1\r\nHost: \(address.authority)\r\nConnection: Upgrade\r\n"
                    + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: \(key)\r\n\r\n"))
        handshakeTimer = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(30)) {
            self.end("the WebSocket was not open after 30 s")
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        unwrapInboundIn(data).withUnsafeReadableBytes { bytes in
            var offset = 0
            if phase == .handshake { handshake(bytes, from: &offset) }
            while phase != .handshake, phase != .over {
                switch frames.next(in: bytes, from: &offset) {
                case .needsMore: return
                case .piece(let piece): take(piece, of: bytes)
                case .failed(let failure): end("the server broke RFC 6455: \(failure)")
                }
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) { end("the server ended the connection") }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { end("the connection failed: \(error)") }

    private func handshake(_ bytes: UnsafeRawBufferPointer, from offset: inout Int) {
        while true {
            switch response.next(in: bytes, from: &offset) {
            case .needsMore: return
            case .body(let range): refusal.append(contentsOf: bytes[range])
            case .complete(status: 101):
                phase = .awaitsReady
                if ready.isEmpty { open() }
                return
            case .complete(let status):
                return end("the handshake was answered with \(status): \(String(decoding: refusal, as: UTF8.self))")
            case .failed(let failure): return end("the handshake was answered with \(response.status): \(failure)")
            }
        }
    }

    private func open() {
        phase = .open
        handshakeTimer?.cancel()
        handshakeTimer = nil
        opened.succeed()
    }

    private func take(_ piece: FrameScanner.Piece, of bytes: UnsafeRawBufferPointer) {
        let payload = UnsafeRawBufferPointer(rebasing: bytes[piece.payload])
        switch piece.opcode {
        case .text where piece.isFirst && piece.isLast: message(payload)
        case .text:
            partial.append(contentsOf: payload)
            guard piece.isLast else { return }
            partial.withUnsafeBytes { message($0) }
            partial.removeAll(keepingCapacity: true)
        case .ping, .close:
            control.append(contentsOf: payload)
            guard piece.isLast else { return }
            answer(piece.opcode)
            control.removeAll(keepingCapacity: true)
        default: return  // pongs, and binary messages, which nobody here sends
        }
    }

    private func message(_ text: UnsafeRawBufferPointer) {
        switch phase {
        case .open: receiver.received(text)
        case .awaitsReady:
            if ready.first(in: text) != nil { open() }
        default: return
        }
    }

    private func answer(_ opcode: FrameScanner.Opcode) {
        if opcode == .ping { return send(ByteBuffer(bytes: ClientFrame.bytes(.pong, payload: control))) }
        if phase != .closing { send(ByteBuffer(bytes: ClientFrame.bytes(.close, payload: Array(control.prefix(2))))) }
        let code = control.count >= 2 ? Int(control[0]) << 8 | Int(control[1]) : 1_005
        end("the server closed the WebSocket with \(code) \(String(decoding: control.dropFirst(2), as: UTF8.self))")
    }

    private func end(_ text: String) {
        let phase = phase
        guard phase != .over else { return }
        self.phase = .over
        handshakeTimer?.cancel()
        context?.close(promise: nil)
        let problem = DriverError("\(address.authority)\(address.path): \(text)")
        switch phase {
        case .handshake, .awaitsReady: opened.fail(problem)
        case .open: receiver.ended(problem)
        case .closing, .over: return
        }
    }
}
