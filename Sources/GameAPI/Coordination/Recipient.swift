/// To whom a message goes: all that is given must match.
public struct Recipient: Sendable, Equatable {
    public let connectionID: String?
    public let clientID: String?
    public let clientType: String?

    public init(connectionID: String?, clientID: String?, clientType: String?) {
        self.connectionID = connectionID
        self.clientID = clientID
        self.clientType = clientType
    }

    /// Whether the message is for this client.
    public func matches(_ client: ConnectionIdentity) -> Bool {
        (connectionID ?? client.connectionID) == client.connectionID && (clientID ?? client.clientID) == client.clientID
            && (clientType == nil || clientType == client.clientType)
    }
}
