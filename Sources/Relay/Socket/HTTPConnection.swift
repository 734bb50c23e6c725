import DequeModule
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Plain HTTP/1.1 (RFC 9112) on one connection, behind NIO's decoder: requests are handed to the connection's task, one
/// at a time, and their responses are written. Bound to its event loop.
///
/// A request whose body came with its head is handed over whole. Of any other the body is handed on as it comes, no
/// faster than it is taken.
final class HTTPConnection {
    /// What comes from the client, in order.
    enum Input {
        case part(HTTPServerRequestPart)
        /// It is not HTTP, or ended within a request.
        case failure(any Error)
        /// The client sends nothing more.
        case end
    }

    /// How far a request has been read.
    private enum Reading {
        case nothing
        case head(HTTPRequest, body: ByteBuffer)
        case body(BodyStream)
        /// A body that nobody takes any more.
        case rest
    }

    /// What the connection's task is to answer. Ends with the connection.
    let requests: AsyncStream<Request>
    private let requestSource: AsyncStream<Request>.Continuation
    private let idleTimeout: TimeAmount?

    private var context: ChannelHandlerContext?
    private var reading = Reading.nothing
    /// Whether a request was handed over and its response is awaited.
    private var isAnswering = false
    /// Whether nothing is answered behind the request at hand.
    private var isLast = false
    /// Whether nothing is answered any more; what comes is read and dropped, because a connection that is closed with
    /// unread bytes ends in a reset, which may overtake the response (RFC 9112 section 9.6).
    private var isOver = false
    private var inputEnded = false
    /// What came behind a request that is being answered.
    private var held: Deque<Input> = []
    private var wantsRead = false
    private var lastActivity = NIODeadline.uptimeNanoseconds(0)
    private var idleTimer: Scheduled<Void>?

    /// - Parameter idleTimeout: How long nothing may come while nothing is answered; nil: for ever.
    init(idleTimeout: TimeAmount?) {
        self.idleTimeout = idleTimeout
        (requests, requestSource) = AsyncStream.makeStream()
    }

    /// Writes the response to the request that was handed over.
    func answer(_ head: HTTPResponse, _ body: ByteBuffer) {
        guard isAnswering, let context else { return }
        if case .body(let stream) = reading {
            stream.finish()
            reading = .rest
        }
        lastActivity = context.eventLoop.now
        write(head, body, context)
        isAnswering = false
        if isLast { isOver = true } else { proceed() }
    }

    /// Answers nothing more than what is being answered.
    func conclude() {
        isLast = true
        guard !isAnswering else { return }
        switch reading {
        case .nothing, .rest: context?.close(promise: nil)
        case .head, .body: break
        }
    }

    private func receive(_ input: Input) {
        if isBusy || !held.isEmpty { held.append(input) } else { handle(input) }
    }

    /// One request is answered before the next is looked at, and none is while the client does not take its responses.
    private var isBusy: Bool {
        guard case .nothing = reading, let context else { return false }
        return isAnswering || !context.channel.isWritable
    }

    private func handle(_ input: Input) {
        guard !isOver else { return }
        switch (input, reading) {
        case (.part(.head(let head)), _): begin(head)
        case (.part(.body(let bytes)), .head(let request, var body)):
            reading = .nothing  // So that nothing but this refers to the body, and it grows in place.
            body.writeImmutableBuffer(bytes)
            reading = .head(request, body: body)
        case (.part(.body(let bytes)), .body(let stream)): stream.send(bytes)
        case (.part(.body), _): break
        case (.part(.end), .head(let request, let body)):
            reading = .nothing
            handOver(Request(head: request, body: RequestBody(buffer: body)))
        case (.part(.end), .body(let stream)):
            reading = .nothing
            stream.finish()
        case (.part(.end), _): reading = .nothing
        case (.failure(let error), .body(let stream)):
            // The answer is up to whoever reads the body.
            isLast = true
            reading = .rest
            stream.finish(error)
        case (.failure, .nothing), (.failure, .head): refuse()
        case (.failure, .rest), (.end, _): conclude()
        }
    }

    private func begin(_ head: HTTPRequestHead) {
        let isUpgrade = Handshake.asksForUpgrade(head)
        // NIO's decoder reads nothing behind a request for an upgrade.
        isLast = isLast || isUpgrade || !head.isKeepAlive
        do {
            var request = try HTTPRequest(head, secure: false, splitCookie: false)
            if isUpgrade { request.headerFields[.upgrade] = nil }
            reading = .head(request, body: ByteBuffer())
        } catch {
            refuse()
        }
    }

    private func handOver(_ request: Request) {
        isAnswering = true
        requestSource.yield(request)
    }

    /// Answers what is not HTTP.
    private func refuse() {
        isAnswering = true
        isLast = true
        answer(HTTPResponse(status: .badRequest, headerFields: [.contentLength: "0"]), ByteBuffer())
    }

    /// Goes on after what held it up.
    private func proceed() {
        while !isBusy, let input = held.popFirst() { handle(input) }
        if wantsRead, mayRead {
            wantsRead = false
            context?.read()
        }
    }

    private var mayRead: Bool {
        if case .body(let stream) = reading { !stream.isFull } else { held.isEmpty }
    }

    private func write(_ head: HTTPResponse, _ body: ByteBuffer, _ context: ChannelHandlerContext) {
        var head = HTTPResponseHead(head)
        head.headers.add(name: "Date", value: HTTPDate.now())
        if isLast { head.headers.add(name: "Connection", value: "close") }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if body.readableBytes > 0 { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        let written = isLast ? context.eventLoop.makePromise(of: Void.self) : nil
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
        written?.futureResult.assumeIsolated().whenComplete { _ in
            context.close(mode: self.inputEnded ? .all : .output, promise: nil)
        }
    }
}

extension HTTPConnection: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = HTTPServerResponsePart

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        lastActivity = context.eventLoop.now
        startTimer(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { receive(.part(Self.unwrapInboundIn(data))) }

    /// A request whose body is still to come is handed over with what there is of it.
    func channelReadComplete(context: ChannelHandlerContext) {
        lastActivity = context.eventLoop.now
        guard case .head(let request, let body) = reading else { return }
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        let loop = context.eventLoop
        let stream = BodyStream { loop.execute { this.value.bodyTaken() } }
        stream.send(body)
        reading = .body(stream)
        handOver(Request(head: request, body: RequestBody(asyncSequence: stream.bytes)))
    }

    private func bodyTaken() {
        if case .body(let stream) = reading { stream.isFull = false }
        proceed()
    }

    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { wantsRead = true }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) { proceed() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            inputEnded = true
            if isOver { context.close(promise: nil) } else { receive(.end) }
        case is ChannelShouldQuiesceEvent: conclude()
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // All else is the network's: the connection is broken.
        if error is HTTPParserError { receive(.failure(error)) } else { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        idleTimer?.cancel()
        if case .body(let stream) = reading { stream.finish(ChannelError.eof) }
        reading = .nothing
        held = []
        isOver = true
        requestSource.finish()
    }

    private func startTimer(_ context: ChannelHandlerContext) {
        guard let idleTimeout else { return }
        idleTimer = context.eventLoop.assumeIsolated().scheduleTask(deadline: lastActivity + idleTimeout) {
            let now = context.eventLoop.now
            if case .nothing = self.reading, self.isAnswering { self.lastActivity = now }
            if self.lastActivity + idleTimeout <= now {
                context.close(promise: nil)
            } else {
                self.startTimer(context)
            }
        }
    }
}

@available(*, unavailable)
extension HTTPConnection: Sendable {}
