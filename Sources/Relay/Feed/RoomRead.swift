import GameAPI

/// One reading for a room.
struct RoomRead: Sendable {
    let game: Int64
    /// Which room of the game asked.
    let room: UInt64
    let query: Room.Machine.Query
    /// Where the answer goes.
    let shard: ShardReference
}
