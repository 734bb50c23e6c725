import NIOCore

/// One reading for a room.
struct RoomRead: Sendable {
    let game: Int64
    /// Which room of the game asked.
    let room: UInt64
    let query: Room.Machine.Query
    /// Where the answer goes.
    let shard: ShardReference
    /// How often it has failed.
    var failures = 0

    /// How long to wait before it is tried again.
    var pause: TimeAmount { .milliseconds(min(1_000, 25 << Int64(min(failures, 6)))) }
}
