/// What a game has besides its log, all of it as of one moment.
public struct LiveState: Sendable, Equatable {
    /// The newest message of each type that was sent to be kept, by type.
    public var retained: [CoordinationMessage]
    /// All registered instances, by id. What an instance said of its clients up to its sequence number is in
    /// `presence`; what it says with a higher number is not.
    public var instances: [InstanceState]
    /// The game's clients, by instance and client; none with a count of 0.
    public var presence: [PresenceCount]

    public init(
        retained: [CoordinationMessage] = [], instances: [InstanceState] = [], presence: [PresenceCount] = []
    ) {
        self.retained = retained
        self.instances = instances
        self.presence = presence
    }
}
