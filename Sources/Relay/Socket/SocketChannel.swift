import GameAPI
import HTTPTypes
public import HummingbirdCore
public import Logging
public import NIOCore
import NIOHTTP1

/// What a server does with its connections: plain HTTP/1.1 until a request is a handshake that is admitted, and from then
/// on a WebSocket.
///
/// For a WebSocket nothing of HTTP stays in the pipeline: a ``Socket`` alone is in it. Plain HTTP does without
/// Hummingbird's `HTTP1Channel`, whose asynchronous channel takes each part of each request and response from thread to
/// thread: an ``HTTPConnection`` hands a whole request to the connection's task and takes a whole response.
public struct SocketChannel: ServerChildChannel {
    /// Answers a request that came over a channel. What it throws is answered with 400 if it came of the request's body,
    /// else with 500.
    public typealias Responder = @Sendable (Request, any Channel) async throws -> Response

    /// A connection, of which more is known with its first request.
    public struct Value: ServerChildChannelValue {
        public let channel: any Channel
        let outcome: EventLoopFuture<Outcome>
    }

    enum Outcome: Sendable {
        case http(HTTPConnection.Reference)
        case socket
        /// It was closed before it was known, or before the socket was there.
        case over
    }

    let responder: Responder
    let idleTimeout: TimeAmount?
    let admission: (any SocketAdmission)?
    let limits: SocketLimits
    private let sockets = OpenSockets()

    /// Hummingbird's.
    private static let decoderLimits = {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderListSize = 80 << 10
        limits.maxHeaderFieldCount = 1_000
        return limits
    }()

    /// - Parameters:
    ///   - responder: Answers plain HTTP, and the handshakes that are refused.
    ///   - idleTimeout: For plain HTTP: how long nothing may come while nothing is answered; nil: for ever.
    ///   - admission: Decides which handshakes become sockets; nil: none does.
    ///   - limits: For the sockets.
    public init(
        responder: @escaping Responder, idleTimeout: TimeAmount? = nil,
        admission: (any SocketAdmission)? = nil, limits: SocketLimits = SocketLimits()
    ) {
        self.responder = responder
        self.idleTimeout = idleTimeout
        self.admission = admission
        self.limits = limits
    }

    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let outcome = channel.eventLoop.makePromise(of: Outcome.self)
        return channel.eventLoop.makeCompletedFuture {
            do {
                let decoder = ByteToMessageHandler(
                    HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: Self.decoderLimits))
                let encoder = HTTPResponseEncoder()
                let gate = UpgradeGate(self, httpHandlers: (decoder, encoder), outcome: outcome)
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
        var outcome: EventLoopFuture<Outcome>? = value.outcome
        do {
            while let decided = try await outcome?.get() {
                outcome = nil
                switch decided {
                case .http(let connection): outcome = await answer(connection, over: value.channel, logger)
                case .socket: await sockets.include(value.channel)
                case .over: break
                }
            }
        } catch {
            logger.debug("the connection did not end cleanly", metadata: ["error": "\(error)"])
        }
    }

    /// - Returns: What is decided anew about the connection; nil: it has ended.
    private func answer(
        _ connection: HTTPConnection.Reference, over channel: any Channel, _ logger: Logger
    ) async -> EventLoopFuture<Outcome>? {
        await withTaskCancellationHandler {
            for await work in connection.work {
                switch work {
                case .answer(let request): await answer(request, from: connection, over: channel, logger)
                case .decide(let outcome): return outcome
                }
            }
            return nil
        } onCancel: {
            connection.conclude()
        }
    }

    private func answer(
        _ request: Request, from connection: HTTPConnection.Reference, over channel: any Channel, _ logger: Logger
    ) async {
        AnsweringThread.interruptNobody()
        do {
            let response = try await responder(request, channel)
            connection.answer(response.head, try await WholeBody.bytes(of: response.body))
        } catch {
            logger.debug("a request was not answered", metadata: ["error": "\(error)"])
            guard error is HTTPParserError else { return connection.answer(.internalServerError) }
            let problem = Problem.notHTTP()
            connection.answer(problem.head, problem.body)
        }
    }
}
