/// Who is at the other end of a socket.
public struct ConnectionIdentity: Sendable, Equatable {
    /// Unique over all instances.
    public let connectionID: String
    /// 1 to 100 characters; the connection's where the client has not named itself.
    public let clientID: String
    /// 1 to 100 characters; nil: the client is not announced to others.
    public let clientType: String?
    /// Nil: nobody was asked for a token.
    public let role: Role?
    /// Which player it is.
    public let player: Int64?

    public init(connectionID: String, clientID: String, clientType: String?, role: Role?, player: Int64?) {
        self.connectionID = connectionID
        self.clientID = clientID
        self.clientType = clientType
        self.role = role
        self.player = player
    }

    /// The `from` of the client's messages.
    var json: String {
        var object = JSONText()
        object.add("connection_id", connectionID)
        object.add("client_id", clientID)
        if let clientType { object.add("client_type", clientType) } else { object.add("client_type", json: "null") }
        object.add("role", role?.rawValue ?? "open")
        if let player { object.add("player_id", player) }
        return object.finish()
    }
}
