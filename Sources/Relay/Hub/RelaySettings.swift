/// What an operator sets of the relay.
public struct RelaySettings: Sendable {
    /// What operators call this instance.
    public var instanceID: String
    /// Messages a second that one client may send; 0 turns the limit off.
    public var messageRate: Int
    /// How often clients are pinged, in whole seconds; two pings without a pong end a connection.
    public var pingInterval: Int
    /// For how long the goodbyes to all clients are spread when the instance stops, so that they do not all come to the
    /// others at once.
    public var drainSpread: Duration
    /// For how long a room without clients is kept for those who come back.
    public var roomLinger: Duration = .seconds(30)

    /// Makes settings.
    public init(instanceID: String, messageRate: Int, pingInterval: Int, drainSpread: Duration = .seconds(3)) {
        self.instanceID = instanceID
        self.messageRate = messageRate
        self.pingInterval = pingInterval
        self.drainSpread = drainSpread
    }
}
