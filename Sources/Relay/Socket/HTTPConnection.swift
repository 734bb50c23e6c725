import DequeModule
import GameAPI
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

    /// What the connection's task is to do.
    enum Work: Sendable {
        case answer(Request)
        /// A handshake has come; what becomes of the connection is decided anew.
        case decide(EventLoopFuture<SocketChannel.Outcome>)
    }

    /// A gate for a later handshake, and what comes of it.
    typealias Gate = () -> (handler: UpgradeGate, outcome: EventLoopFuture<SocketChannel.Outcome>)

    /// Ends with the connection.
    let work: AsyncStream<Work>
    private let workSource: AsyncStream<Work>.Continuation
    private let idleTimeout: TimeAmount?
    private let gate: Gate?
    /// How long the client has to close the connection behind its last response.
    private static let patience = TimeAmount.seconds(5)

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
    /// Whether the client sends the body only when it is told to.
    private var awaitsInvitation = false
    private var lastActivity = NIODeadline.uptimeNanoseconds(0)
    private var idleTimer: Scheduled<Void>?

    /// - Parameters:
    ///   - idleTimeout: How long nothing may come while nothing is answered; nil: for ever.
    ///   - gate: Takes the connection over with a handshake; nil: handshakes are answered as any other request.
    init(idleTimeout: TimeAmount?, gate: Gate? = nil) {
        self.idleTimeout = idleTimeout
        self.gate = gate
        (work, workSource) = AsyncStream.makeStream()
    }

    /// Writes the response to the request that was handed over.
    func answer(_ head: HTTPResponse, _ body: ByteBuffer) {
        guard isAnswering, let context else { return }
        if case .body(let stream) = reading {
            // Nobody knows whether the body still comes.
            isLast = isLast || awaitsInvitation
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
            awaitsInvitation = false
            reading = .nothing  // So that nothing but this refers to the body, and it grows in place.
            body.writeImmutableBuffer(bytes)
            reading = .head(request, body: body)
        case (.part(.body(let bytes)), .body(let stream)):
            awaitsInvitation = false
            stream.send(bytes)
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
        if !isLast, Handshake.isProper(head), let gate, let context { return leave(to: gate(), with: head, context) }
        let isUpgrade = Handshake.asksForUpgrade(head)
        // NIO's decoder reads nothing behind a request for an upgrade.
        isLast = isLast || isUpgrade || !head.isKeepAlive
        // RFC 9110 section 10.1.1.
        awaitsInvitation =
            head.version == .http1_1 && head.headers.first(name: "expect")?.lowercased() == "100-continue"
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
        workSource.yield(.answer(request))
    }

    /// Has a handshake decided on as if it were the connection's first request.
    private func leave(
        to gate: (handler: UpgradeGate, outcome: EventLoopFuture<SocketChannel.Outcome>), with head: HTTPRequestHead,
        _ context: ChannelHandlerContext
    ) {
        do {
            let pipeline = context.pipeline.syncOperations
            try pipeline.addHandler(gate.handler, position: .after(self))
            workSource.yield(.decide(gate.outcome))
            workSource.finish()
            context.fireChannelRead(NIOAny(HTTPServerRequestPart.head(head)))
            while let input = held.popFirst() {
                switch input {
                case .part(let part): context.fireChannelRead(NIOAny(part))
                case .failure(let error): context.fireErrorCaught(error)
                case .end: context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
                }
            }
            if wantsRead { context.read() }
            pipeline.removeHandler(self, promise: nil)
        } catch {
            // The channel was closed meanwhile.
            gate.handler.giveUp()
            context.close(promise: nil)
        }
    }

    /// Answers what is not HTTP.
    private func refuse() {
        reading = .nothing
        isAnswering = true
        isLast = true
        let problem = Problem.notHTTP()
        answer(problem.head, problem.body)
    }

    /// Goes on after what held it up.
    private func proceed() {
        while !isBusy, let input = held.popFirst() { handle(input) }
        handOverIncomplete()
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
            self.idleTimer?.cancel()
            self.idleTimer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.patience) {
                context.close(promise: nil)
            }
        }
    }
}

extension HTTPConnection: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = HTTPServerResponsePart

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        lastActivity = context.eventLoop.now
        startTimer(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        idleTimer?.cancel()
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { receive(.part(Self.unwrapInboundIn(data))) }

    /// A request whose body is still to come is handed over with what there is of it.
    func channelReadComplete(context: ChannelHandlerContext) {
        lastActivity = context.eventLoop.now
        handOverIncomplete()
    }

    private func handOverIncomplete() {
        guard case .head(let request, let body) = reading, held.isEmpty, let context else { return }
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        let loop = context.eventLoop
        let stream = BodyStream(
            onBegun: { loop.execute { this.value.inviteBody() } },
            onTaken: { loop.execute { this.value.bodyTaken() } })
        stream.send(body)
        reading = .body(stream)
        handOver(Request(head: request, body: RequestBody(asyncSequence: stream.bytes)))
    }

    /// Tells a client that waits with the body that it is wanted.
    private func inviteBody() {
        guard awaitsInvitation, case .body = reading, let context else { return }
        awaitsInvitation = false
        context.writeAndFlush(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
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
        if case .body(let stream) = reading { stream.finish(ChannelError.eof) }
        reading = .nothing
        held = []
        isOver = true
        workSource.finish()
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
