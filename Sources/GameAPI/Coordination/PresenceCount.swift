/// How many sockets of one client an instance has in a game.
public struct PresenceCount: Sendable, Equatable {
    public let instance: String
    public let game: Int64
    public let client: ClientKey
    /// 0: the client has gone from this instance.
    public let connections: Int

    public init(instance: String, game: Int64, client: ClientKey, connections: Int) {
        self.instance = instance
        self.game = game
        self.client = client
        self.connections = connections
    }
}
