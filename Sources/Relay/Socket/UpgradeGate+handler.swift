import NIOCore
import NIOHTTP1

extension UpgradeGate: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { startTimer(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { giveUp() }

    func channelActive(context: ChannelHandlerContext) {
        startTimer(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        giveUp()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch state {
        case .waiting:
            // The decoder gives a head first, always.
            if case .head(let head) = Self.unwrapInboundIn(data) { receivedFirst(head, data, context) }
        case .admitted(let head, let opener):
            becomeSocket(head, opener, context)
        case .deciding, .switching:
            heldReads.append(data)
        case .ended: context.fireChannelRead(data)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch (state, event) {
        case (.waiting, ChannelEvent.inputClosed), (.waiting, is ChannelShouldQuiesceEvent):
            context.close(promise: nil)
        case (.deciding, _), (.admitted, _), (.switching, _):
            heldEvents.append(event)
        case (.waiting, _), (.ended, _):
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch state {
        case .waiting:
            // Not HTTP, or too long: plain HTTP's handlers answer that.
            becomeHTTP(context, gate: nil) { context.fireErrorCaught(error) }
        case .deciding, .admitted, .switching:
            context.close(promise: nil)
        case .ended:
            context.fireErrorCaught(error)
        }
    }
}

extension UpgradeGate: ChannelOutboundHandler {
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Nothing more is read while it is not known where it belongs: what is held stays small.
    func read(context: ChannelHandlerContext) {
        switch state {
        case .deciding, .admitted, .switching: heldRead = true
        case .waiting, .ended: context.read()
        }
    }
}
