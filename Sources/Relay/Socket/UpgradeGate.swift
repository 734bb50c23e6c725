import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Decides with a request what its connection is from then on: a WebSocket, or plain HTTP. Stands there for a
/// connection's first request, and again for a handshake that comes later.
///
/// A handshake that is not admitted goes on as plain HTTP. Once it is decided, the gate leaves the pipeline.
final class UpgradeGate: RemovableChannelHandler {
    enum State {
        /// For a request.
        case waiting
        /// Asked, not yet answered.
        case deciding
        /// Admitted; the end of the request is still to come.
        case admitted(HTTPRequestHead, any SocketOpener)
        /// The HTTP handlers are being removed; what comes is bytes from now on.
        case switching
        case ended
    }

    private let setup: SocketChannel
    private let httpHandlers: (decoder: any RemovableChannelHandler, encoder: any RemovableChannelHandler)
    private let outcome: EventLoopPromise<SocketChannel.Outcome>

    var state = State.waiting
    private var idleTimer: Scheduled<Void>?
    /// What came after the request's head while it was not known where it belongs.
    var heldReads: [NIOAny] = []
    var heldEvents: [Any] = []
    var heldRead = false

    /// - Parameters:
    ///   - httpHandlers: What stands before the gate.
    ///   - outcome: Succeeds once it is known; never fails.
    init(
        _ setup: SocketChannel,
        httpHandlers: (decoder: any RemovableChannelHandler, encoder: any RemovableChannelHandler),
        outcome: EventLoopPromise<SocketChannel.Outcome>
    ) {
        self.setup = setup
        self.httpHandlers = httpHandlers
        self.outcome = outcome
    }

    func receivedFirst(_ head: HTTPRequestHead, _ data: NIOAny, _ context: ChannelHandlerContext) {
        guard let admission = setup.admission else {
            return becomeHTTP(context, gate: nil) { context.fireChannelRead(data) }
        }
        guard Handshake.isProper(head) else {
            return becomeHTTP(context, gate: again) { context.fireChannelRead(data) }
        }
        stopTimer()
        state = .deciding
        admission.admit(head, on: context.eventLoop).hop(to: context.eventLoop).assumeIsolated().whenComplete {
            self.decided(head, $0, context)
        }
    }

    private func decided(
        _ head: HTTPRequestHead, _ decision: Result<(any SocketOpener)?, any Error>, _ context: ChannelHandlerContext
    ) {
        guard case .deciding = state else { return }
        if case .success(let opener?) = decision {
            state = .admitted(head, opener)
            if !heldReads.isEmpty { becomeSocket(head, opener, context) }
            return
        }
        heldReads.insert(wrapInboundOut(.head(head)), at: 0)
        becomeHTTP(context, gate: nil) { handOn(context) }
    }

    /// Another gate in the same place. Holds nothing of this one, whose outcome holds the connection.
    private var again: HTTPConnection.Gate {
        { [setup, httpHandlers, loop = outcome.futureResult.eventLoop] in
            let outcome = loop.makePromise(of: SocketChannel.Outcome.self)
            return (UpgradeGate(setup, httpHandlers: httpHandlers, outcome: outcome), outcome.futureResult)
        }
    }

    /// - Parameters:
    ///   - gate: For a later handshake; nil where none is admitted, and after one that was refused, which is the
    ///     connection's last request.
    ///   - handOn: Gives to the connection what came before it was there.
    func becomeHTTP(_ context: ChannelHandlerContext, gate: HTTPConnection.Gate?, _ handOn: () -> Void) {
        do {
            stopTimer()
            let connection = HTTPConnection(idleTimeout: setup.idleTimeout, gate: gate)
            try context.pipeline.syncOperations.addHandler(connection, position: .after(self))
            outcome.succeed(.http(HTTPConnection.Reference(connection, on: context.eventLoop)))
            handOn()
            leave(context)
        } catch {
            // The channel was closed meanwhile.
            giveUp()
            context.close(promise: nil)
        }
    }

    func becomeSocket(_ head: HTTPRequestHead, _ opener: any SocketOpener, _ context: ChannelHandlerContext) {
        state = .switching
        heldReads = []
        let pipeline = context.pipeline.syncOperations
        let headers = Handshake.upgrader.buildUpgradeResponse(
            channel: context.channel, upgradeRequest: head, initialResponseHeaders: [:])
        // The decoder gives what it has read beyond the request, as bytes, before it is gone.
        pipeline.removeHandler(httpHandlers.decoder).and(headers).assumeIsolated().whenComplete { result in
            guard case .switching = self.state else { return }
            do {
                let response = HTTPResponseHead(
                    version: .http1_1, status: .switchingProtocols, headers: try result.get().1)
                context.writeAndFlush(self.wrapOutboundOut(.head(response)), promise: nil)
                pipeline.removeHandler(self.httpHandlers.encoder, promise: nil)
                try self.addSocket(opener, context)
            } catch {
                self.giveUp()
                context.close(promise: nil)
            }
        }
    }

    private func addSocket(_ opener: any SocketOpener, _ context: ChannelHandlerContext) throws {
        let socket = Socket(eventLoop: context.eventLoop, limits: setup.limits)
        // What a slow client does not read shall wait in the outbox, where it is counted, and not in the kernel.
        try context.channel.syncOptions?.setOption(
            .socketOption(.so_sndbuf), value: .init(setup.limits.sendBufferBytes))
        let pipeline = context.pipeline.syncOperations
        try pipeline.addHandler(socket, position: .after(self))
        socket.open(with: opener)
        outcome.succeed(.socket)
        handOn(context)
        leave(context)
    }

    private func leave(_ context: ChannelHandlerContext) {
        state = .ended
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    /// Gives to the handlers that are now behind the gate what came before they were.
    private func handOn(_ context: ChannelHandlerContext) {
        for data in heldReads { context.fireChannelRead(data) }
        heldReads = []
        context.fireChannelReadComplete()
        for event in heldEvents { context.fireUserInboundEventTriggered(event) }
        heldEvents = []
        if heldRead {
            heldRead = false
            context.read()
        }
    }

    /// Nothing comes of it any more.
    func giveUp() {
        stopTimer()
        switch state {
        case .ended: break
        case .waiting, .deciding, .admitted, .switching:
            state = .ended
            heldReads = []
            outcome.succeed(.over)
        }
    }

    func startTimer(_ context: ChannelHandlerContext) {
        guard case .waiting = state, idleTimer == nil, let time = setup.idleTimeout else { return }
        idleTimer = context.eventLoop.assumeIsolated().scheduleTask(in: time) { context.close(promise: nil) }
    }

    private func stopTimer() {
        idleTimer?.cancel()
        idleTimer = nil
    }
}
