public import NIOCore

/// A WebSocket connection (RFC 6455) as its owner sees it, and the one handler of its channel.
///
/// Bound to its event loop: everything here is to be called on it. Frames go straight to the channel while it is
/// writable and wait in a bounded outbox while it is not; nothing is on the wire before ``flush()``.
public final class Socket {
    private enum Phase {
        case open
        /// Our close frame is out, and the peer's is awaited.
        case closing
        /// Our last frame is on its way, and what comes is dropped.
        case ending
        /// Our side is closed. What comes is still read and dropped: closed at once, a connection with unread bytes ends
        /// in a reset, which may overtake our close frame.
        case ended
        case closed
    }

    public let eventLoop: any EventLoop
    private let limits: SocketLimits
    private var phase = Phase.open
    private var context: ChannelHandlerContext?
    private var delegate: (any SocketDelegate)?
    private var reader: FrameReader
    private var outbox: Outbox<ByteBuffer>
    /// The answer to the newest ping, while the channel takes nothing (RFC 6455 section 5.5.3).
    private var heldPong: ByteBuffer?
    /// As the channel has told last: cheaper than asking it for each frame.
    private var isWritable = false
    private var needsFlush = false
    private var direct: DirectWriter?
    /// Writes that the channel has been given and not done yet.
    private var queuedWrites = 0
    private var inputEnded = false
    /// ``SocketDelegate/drained()`` is owed.
    private var wasHeldUp = false
    private var timeout: Scheduled<Void>?

    init(eventLoop: any EventLoop, limits: SocketLimits) {
        self.eventLoop = eventLoop
        self.limits = limits
        reader = FrameReader(messageLimit: limits.messageBytes)
        outbox = Outbox(limit: limits.outboxBytes)
    }

    /// Gives the socket to its owner; it is in the pipeline by now, and nothing has been read.
    func open(with opener: any SocketOpener) { delegate = opener.open(self) }

    /// Whether it takes no more frames: ``SocketDelegate/closed()`` was called or is about to be.
    public var isClosing: Bool { phase != .open }

    /// Whether nothing waits in the outbox.
    public var isDrained: Bool { outbox.isEmpty }

    /// Bytes in the outbox, its own keeping included.
    public var waitingBytes: Int { outbox.bytes }

    public var remoteAddress: SocketAddress? { channel?.remoteAddress }

    /// Nil once the connection is gone.
    var channel: (any Channel)? { context?.channel }

    /// Sends ready-made frames, whole ones, any number back to back. A client that is behind by more than
    /// ``SocketLimits/outboxBytes`` is closed with 1013, and all that waits for it is dropped.
    public func send(_ frames: ByteBuffer) {
        guard phase == .open, let context else { return }
        if isWritable, outbox.isEmpty {
            write(frames, context)
            return
        }
        wasHeldUp = true
        if outbox.append(frames, bytes: frames.readableBytes + Self.entryBytes) == .overflow { close(.tryAgainLater) }
    }

    /// Sends one text message.
    public func sendText(_ text: String) {
        var frame = ByteBuffer()
        frame.writeTextFrame(text)
        send(frame)
    }

    /// Sends an empty ping; the peer has to answer it.
    public func ping() { send(Self.pingFrame) }

    /// Puts on the wire what was sent. The owner calls it once it has nothing more to send for now; what is sent in answer
    /// to something received goes out by itself.
    public func flush() {
        guard needsFlush, let context else { return }
        needsFlush = false
        context.flush()
    }

    /// Sends frames and puts on the wire all that was sent: as ``send(_:)`` and ``flush()`` together, and cheaper than both.
    public func sendAndFlush(_ frames: ByteBuffer) {
        var rest = frames
        // While the outbox holds something the channel does too.
        if phase == .open, let direct, queuedWrites == 0 {
            rest.moveReaderIndex(forwardBy: frames.withUnsafeReadableBytes(direct.write))
            if rest.readableBytes == 0 { return }
        }
        send(rest)
        flush()
    }

    /// Closes the connection: the outbox is dropped, the close frame goes behind what the channel has taken already.
    /// - Parameter reason: Cut to the 123 bytes that there is room for.
    public func close(_ code: CloseCode, reason: String = "") {
        guard phase == .open, let context else { return }
        phase = .closing
        endAfter(code == .tryAgainLater ? limits.slowCloseTimeout : limits.closeTimeout, context)
        leave()
        write(closeFrame(code, reason: reason), context)
        flush()
    }

    /// What an entry of the outbox takes besides its bytes: many small frames shall not pass for little.
    private static let entryBytes = 64
    private static let pingFrame = ByteBuffer(bytes: FrameWriter.header(.ping, length: 0))
    private static let emptyPongFrame = ByteBuffer(bytes: FrameWriter.header(.pong, length: 0))

    private func write(_ frames: ByteBuffer, _ context: ChannelHandlerContext) {
        needsFlush = true
        queuedWrites += 1
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in self.queuedWrites -= 1 }
        context.write(wrapOutboundOut(frames), promise: written)
    }

    private func closeFrame(_ code: CloseCode?, reason: String = "") -> ByteBuffer {
        var frame = ByteBuffer()
        frame.writeFrame(.close, payload: code.map { FrameWriter.closePayload($0, reason: reason) } ?? [])
        return frame
    }

    /// Tells the owner, later, that this was it.
    private func leave() {
        outbox.removeAll()
        heldPong = nil
        eventLoop.assumeIsolated().execute {
            let delegate = self.delegate
            self.delegate = nil
            delegate?.closed()
        }
    }
}

extension Socket: ChannelInboundHandler {
    public typealias InboundIn = ByteBuffer
    public typealias OutboundOut = ByteBuffer

    public func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        isWritable = context.channel.isWritable
        direct = DirectWriter(context.channel)
    }

    public func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        unwrapInboundIn(data).withUnsafeReadableBytes { bytes in
            var rest = bytes
            while phase == .open || phase == .closing, let event = reader.next(&rest) { handle(event, context) }
        }
    }

    public func channelReadComplete(context: ChannelHandlerContext) {
        flush()
        context.fireChannelReadComplete()
    }

    private func handle(_ event: FrameReader.Event, _ context: ChannelHandlerContext) {
        switch (event, phase) {
        case (.close(let code), .open): end(closeFrame(code), context)
        case (.fail(let code), .open): end(closeFrame(code), context)
        case (.close, _), (.fail, _): end(nil, context)
        case (.text(let text), .open): delegate?.received(text: text)
        case (.binary(let bytes), .open): delegate?.received(binary: bytes)
        case (.ping(let payload), .open): pong(payload, context)
        case (.pong, .open): delegate?.receivedPong()
        case (.text, _), (.binary, _), (.ping, _), (.pong, _): break
        }
    }

    private func pong(_ payload: [UInt8], _ context: ChannelHandlerContext) {
        var frame = Self.emptyPongFrame
        if !payload.isEmpty {
            frame = ByteBuffer()
            frame.writeFrame(.pong, payload: payload)
        }
        if isWritable { write(frame, context) } else { heldPong = frame }
    }

    public func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        if phase == .open, isWritable {
            if let pong = heldPong.take() { write(pong, context) }
            while isWritable, let frames = outbox.popFirst() { write(frames, context) }
            flush()
            if wasHeldUp, outbox.isEmpty {
                wasHeldUp = false
                eventLoop.assumeIsolated().execute { self.delegate?.drained() }
            }
        }
        context.fireChannelWritabilityChanged()
    }

    public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            inputEnded = true
            if phase != .ending { context.close(promise: nil) }
        case is ChannelShouldQuiesceEvent:
            close(.goingAway)
            // The server is waited for.
            endAfter(limits.quiesceTimeout, context)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    public func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Only the network fails here, and of a broken connection the owner needs to know no more than that it is gone.
        context.close(promise: nil)
    }

    public func channelInactive(context: ChannelHandlerContext) {
        timeout?.cancel()
        timeout = nil
        if phase == .open { leave() }
        phase = .closed
        context.fireChannelInactive()
    }
}

extension Socket {
    /// Ends the connection once the last frame is written: closes our side first (RFC 6455 section 7.1.1), then waits for
    /// the peer's.
    private func end(_ last: ByteBuffer?, _ context: ChannelHandlerContext) {
        if phase == .open {
            leave()
            endAfter(limits.closeTimeout, context)
        }
        phase = .ending
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in self.closeOutput() }
        context.writeAndFlush(wrapOutboundOut(last ?? ByteBuffer()), promise: written)
    }

    private func closeOutput() {
        guard let context, phase == .ending else { return }
        phase = .ended
        context.close(mode: inputEnded ? .all : .output, promise: nil)
    }

    /// Breaks the connection off if it does not end by itself.
    private func endAfter(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        timeout?.cancel()
        timeout = eventLoop.assumeIsolated().scheduleTask(in: time) { context.close(promise: nil) }
    }
}

@available(*, unavailable)
extension Socket: Sendable {}
