/// What the routes work with.
public struct GameServices: Sendable {
    let writer: MutationWriter
    let creator: GameCreator
    let reader: GameReader
    let exporter: GameExporter
    let tokens: TokenAuthority

    public init(writer: MutationWriter, creator: GameCreator, reader: GameReader, tokens: TokenAuthority) {
        self.writer = writer
        self.creator = creator
        self.reader = reader
        self.exporter = GameExporter(pool: reader.pool)
        self.tokens = tokens
    }
}

/// Bounds and rights of the routes.
public struct HTTPSettings: Sendable {
    /// The most bytes of a request's body.
    public var bodyLimit: Int
    /// The most bytes of a quiz file.
    public var importLimit: Int
    public var authenticator: Authenticator
    public var rateLimiter: RateLimiter

    public init(bodyLimit: Int, importLimit: Int, authenticator: Authenticator, rateLimiter: RateLimiter) {
        self.bodyLimit = bodyLimit
        self.importLimit = importLimit
        self.authenticator = authenticator
        self.rateLimiter = rateLimiter
    }
}
