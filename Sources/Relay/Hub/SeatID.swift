/// Where a session is: which shard's, and its number there. Numbers are never used again.
struct SeatID: Hashable, Sendable {
    let shard: Int
    let number: UInt64
}
