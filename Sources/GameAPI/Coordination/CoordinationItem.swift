/// One thing that instances tell each other.
public enum CoordinationItem: Sendable, Equatable {
    case message(CoordinationMessage)
    /// Clients of a game on an instance; several announcements of one report have the same sequence number.
    case presence(instance: String, sequence: Int64, counts: [ClientCount])
    /// An instance has stopped or died, and its clients are gone with it.
    case gone(instance: String)
}

/// How many sockets of one client an instance has.
public struct ClientCount: Sendable, Equatable {
    public let client: ClientKey
    /// 0: the client has gone from this instance.
    public let connections: Int

    public init(client: ClientKey, connections: Int) {
        self.client = client
        self.connections = connections
    }
}
