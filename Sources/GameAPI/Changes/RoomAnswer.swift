/// A game as of one moment, as much of it as a ``RoomQuery`` asked for.
public struct RoomAnswer: Sendable, Equatable {
    /// The game's newest revision.
    public var revision: Int64
    /// The scores and question states at `revision`, where they were asked for.
    public var snapshot: SnapshotText?
    /// Ascending from the first one the log has after `changesAfter`; up to `revision` if fewer than the limit.
    public var changes: [LoggedChange]
    /// Retained messages and presence, where they were asked for.
    public var live: LiveState?

    public init(
        revision: Int64, snapshot: SnapshotText? = nil, changes: [LoggedChange] = [], live: LiveState? = nil
    ) {
        self.revision = revision
        self.snapshot = snapshot
        self.changes = changes
        self.live = live
    }
}
