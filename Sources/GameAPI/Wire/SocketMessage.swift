/// What the server itself says to the clients of a game, as JSON.
public enum SocketMessage {
    /// The first message.
    ///
    /// - Parameters:
    ///   - revision: What the client has after what follows.
    ///   - resumed: Whether the changes after the client's own revision follow, and not a snapshot.
    public static func welcome(
        gameID: Int64, clientID: String, connectionID: String, revision: Int64, resumed: Bool
    ) -> String {
        var object = JSONText()
        object.add("type", "welcome")
        object.add("game_id", gameID)
        object.add("client_id", clientID)
        object.add("connection_id", connectionID)
        object.add("revision", revision)
        object.add("resumed", resumed)
        return object.finish()
    }

    /// The state at one revision.
    ///
    /// - Parameter retained: Messages, as they were sent to the others.
    public static func snapshot(_ snapshot: SnapshotText, retained: [String], clients: [ClientKey]) -> String {
        var object = JSONText()
        object.add("type", "snapshot")
        object.add("revision", snapshot.revision)
        object.add("players", json: snapshot.players)
        object.add("questions", json: snapshot.questions)
        object.add("retained", json: "[\(retained.joined(separator: ","))]")
        object.add("clients", json: "[\(clients.map(\.json).joined(separator: ","))]")
        return object.finish()
    }

    /// A client came or went.
    public static func status(_ client: ClientKey, connected: Bool) -> String {
        var object = JSONText()
        object.add("type", "client_connection_status")
        object.add("client_type", client.type)
        object.add("client_id", client.id)
        object.add("connected", connected)
        return object.finish()
    }

    /// Why a message went nowhere.
    public static func error(_ error: CoordinationError) -> String {
        var object = JSONText()
        object.add("type", "error")
        object.add("code", error.code.rawValue)
        object.add("detail", error.detail)
        return object.finish()
    }

    /// What the client has is to be forgotten; a snapshot follows.
    public static let reset = "{\"type\":\"reset\"}"
}

extension ClientKey {
    fileprivate var json: String {
        var object = JSONText()
        object.add("client_type", type)
        object.add("client_id", id)
        return object.finish()
    }
}
