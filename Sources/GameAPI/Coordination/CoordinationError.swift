/// Why a client's message went nowhere; the socket stays open.
public struct CoordinationError: Error, Sendable, Equatable {
    /// What programs go by.
    public enum Code: String, Sendable, CaseIterable {
        /// No JSON object with a `type`, or a member of another kind than it must be.
        case malformed
        /// Durable changes go over REST only.
        case mutationOverWebSocket = "mutation_over_websocket"
        /// The server itself sends this type.
        case reservedType = "reserved_type"
        /// The token does not allow it.
        case forbidden
        /// Too many messages a second.
        case rateLimited = "rate_limited"
        /// The database did not answer: it may or may not have been delivered.
        case unavailable
        /// Too much waits to be sent.
        case overloaded
        /// Too many types are retained already.
        case tooManyRetained = "too_many_retained"
    }

    public let code: Code
    /// What people read.
    public let detail: String

    public init(_ code: Code, detail: String) {
        self.code = code
        self.detail = detail
    }
}
