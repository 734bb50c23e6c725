/// What all shards use.
struct RelayServices: Sendable {
    /// Has something read for a room; the answer comes to the room's shard.
    let read: @Sendable (RoomRead) -> Void
    let publisher: CoordinationPublisher
    let presence: PresenceKeeper
    /// Different for each run of each instance.
    let connectionPrefix: String

    /// What a seat's connection is called: unique over all instances, and short, because every connection keeps it.
    func connectionID(of seat: SeatID) -> String {
        "\(connectionPrefix)-\(String(seat.shard, radix: 36)).\(String(seat.number, radix: 36))"
    }
}
