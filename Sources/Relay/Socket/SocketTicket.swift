import GameAPI

/// What a client that may connect has shown.
struct SocketTicket: Sendable {
    let game: Int64
    let actor: Actor
    /// Nil: the client is not announced to others.
    let clientType: String?
    /// Nil: it is called like its connection.
    let clientID: String?
    /// The newest revision that the client has; nil: none.
    let after: Int64?

    /// Who the client is on a connection.
    func identity(_ connectionID: String) -> ConnectionIdentity {
        ConnectionIdentity(
            connectionID: connectionID, clientID: clientID ?? connectionID, clientType: clientType, role: actor.role,
            player: actor.player)
    }
}

extension ConnectionIdentity {
    /// Under which others know the client; nil without a type.
    var client: ClientKey? { clientType.map { ClientKey(type: $0, id: clientID) } }
}
