/// What a relay wants to know of one game.
public struct RoomQuery: Sendable, Equatable {
    /// Whether scores and question states are wanted.
    public var snapshot: Bool
    /// The log after this revision; nil: none of it.
    public var changesAfter: Int64?
    /// How many changes at most.
    public var limit: Int
    /// Whether retained messages and presence are wanted.
    public var live: Bool

    public init(snapshot: Bool = false, changesAfter: Int64? = nil, limit: Int = 500, live: Bool = false) {
        self.snapshot = snapshot
        self.changesAfter = changesAfter
        self.limit = limit
        self.live = live
    }
}
