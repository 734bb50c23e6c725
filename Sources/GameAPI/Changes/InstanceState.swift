/// How far a registered instance has reported its clients.
public struct InstanceState: Sendable, Equatable {
    public let id: String
    /// Of its last report; 0 before the first.
    public let sequence: Int64

    public init(id: String, sequence: Int64) {
        self.id = id
        self.sequence = sequence
    }
}
