public import HummingbirdCore
public import Logging
public import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// What a server does with its connections: plain HTTP/1.1 as in Hummingbird's own `HTTP1Channel`, and WebSockets where a
/// connection's first request is a handshake that is admitted.
///
/// For a WebSocket nothing of HTTP stays in the pipeline: a ``Socket`` alone is in it.
public struct SocketChannel: ServerChildChannel, HTTPChannelHandler {
    /// A connection, whose kind is known with its first request.
    public struct Value: ServerChildChannelValue {
        public let channel: any Channel
        let outcome: EventLoopFuture<Outcome>
    }

    enum Outcome: Sendable {
        case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
        case socket
        /// It was closed before its first request, or in the midst of it.
        case over
    }

    public let responder: HTTPChannelHandler.Responder
    let configuration: HTTP1Channel.Configuration
    let admission: any SocketAdmission
    let limits: SocketLimits
    private let sockets = OpenSockets()

    /// - Parameters:
    ///   - responder: Answers plain HTTP, and the handshakes that are refused.
    ///   - configuration: For plain HTTP. Its idle timeout holds for the wait for the first request too.
    ///   - admission: Decides which handshakes become sockets.
    ///   - limits: For the sockets.
    public init(
        responder: @escaping HTTPChannelHandler.Responder, configuration: HTTP1Channel.Configuration = .init(),
        admission: any SocketAdmission, limits: SocketLimits = SocketLimits()
    ) {
        self.responder = responder
        self.configuration = configuration
        self.admission = admission
        self.limits = limits
    }

    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let outcome = channel.eventLoop.makePromise(of: Outcome.self)
        return channel.eventLoop.makeCompletedFuture {
            do {
                let decoder = ByteToMessageHandler(
                    HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: decoderLimits))
                let encoder = HTTPResponseEncoder()
                let gate = UpgradeGate(self, httpHandlers: (decoder, encoder), outcome: outcome) {
                    try addHTTP(to: $0, logger: logger)
                }
                // A channel keeps its last buffer, also while nothing comes: of 1 KiB, which most requests fit into.
                try channel.syncOptions?.setOption(
                    ChannelOptions.recvAllocator,
                    value: AdaptiveRecvByteBufferAllocator(minimum: 1 << 10, initial: 1 << 10, maximum: 1 << 16))
                try channel.pipeline.syncOperations.addHandlers(encoder, decoder, gate)
                return Value(channel: channel, outcome: outcome.futureResult)
            } catch {
                outcome.succeed(.over)
                throw error
            }
        }
    }

    public func handle(value: Value, logger: Logger) async {
        do {
            switch try await value.outcome.get() {
            case .http(let asyncChannel): await handleHTTP(asyncChannel: asyncChannel, logger: logger)
            case .socket: await sockets.include(value.channel)
            case .over: break
            }
        } catch {
            logger.debug("the connection did not end cleanly", metadata: ["error": "\(error)"])
        }
    }

    private var decoderLimits: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = configuration.httpDecoder.maxHeaderFieldSize
        limits.maxHeaderListSize = configuration.httpDecoder.maxHeaderListSize
        limits.maxHeaderFieldCount = configuration.httpDecoder.maxHeaderFieldCount
        return limits
    }

    /// What `HTTP1Channel` has behind its decoder.
    private func addHTTP(to channel: any Channel, logger: Logger) throws -> Outcome {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandlers(configuration.additionalChannelHandlers())
        try pipeline.addHandler(
            HTTPConnectionStateHandler(idleTimeout: configuration.idleTimeout.map { Duration($0) }, logger: logger))
        return .http(
            try NIOAsyncChannel(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true)))
    }
}
