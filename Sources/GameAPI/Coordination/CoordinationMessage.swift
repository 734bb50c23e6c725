/// What a client tells others live.
public struct CoordinationMessage: Sendable, Equatable {
    public let type: String
    /// Nil: to all clients of the game.
    public let recipient: Recipient?
    /// Whether the newest of its type is kept for who comes later.
    public let retain: Bool
    /// The JSON object that clients get, `from` included.
    public let body: String

    public init(type: String, recipient: Recipient?, retain: Bool, body: String) {
        self.type = type
        self.recipient = recipient
        self.retain = retain
        self.body = body
    }
}
