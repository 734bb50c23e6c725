/// Where a relay hears of what happens in games, and reads what it missed.
public protocol ChangeSource: Sendable {
    /// Whether events come in, as far as the last self-check could tell. For health.
    var isListening: Bool { get }

    /// Calls `receive` for each event, in order, one after the other. It must not wait: who is slow gets a
    /// ``ChangeEvent/resumed`` in place of what was dropped.
    ///
    /// Never returns, and goes on over lost connections; throws `CancellationError` once its task is cancelled.
    func listen(_ receive: @escaping @Sendable (ChangeEvent) -> Void) async throws

    /// Reads what the query asks for, all of it as of one moment, in one flight and without waiting for locks.
    ///
    /// Throws when the database is away or does not answer in time; asking again does no harm.
    ///
    /// - Returns: nil where there is no such game.
    func read(_ game: Int64, _ query: RoomQuery) async throws -> RoomAnswer?
}
