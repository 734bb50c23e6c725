public import Hummingbird
public import Logging
public import NIOCore

/// What is known of one request beside its bytes.
public struct PodiumRequestContext: RequestContext, RemoteAddressRequestContext {
    /// Hummingbird's part: path parameters and the route's template.
    public var coreContext: CoreRequestContextStorage
    /// Hummingbird's logger, for level checks that should cost nothing.
    let plainLogger: Logger
    private let channel: (any Channel)?
    /// The request's name in replies and logs.
    public internal(set) var requestID = ""
    /// Who asks; anonymous until a middleware has found it out.
    public var actor: Actor = .anonymous

    /// The context of a request that came over a connection.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        plainLogger = source.logger
        channel = source.channel
    }

    /// The context of a request that came over no connection, for tests.
    package init(logger: Logger, channel: (any Channel)? = nil) {
        coreContext = CoreRequestContextStorage(source: Detached(logger: logger))
        plainLogger = logger
        self.channel = channel
    }

    /// The other end of the connection: the client, or a proxy.
    public var remoteAddress: SocketAddress? { channel?.remoteAddress }

    /// A logger that names the request. Made anew at each use, because most requests log nothing of their own.
    public var logger: Logger {
        var logger = plainLogger
        logger[metadataKey: "request_id"] = .string(requestID)
        return logger
    }

    private struct Detached: RequestContextSource {
        let logger: Logger
    }
}
