/// What instances share besides the games themselves: live messages, who is connected, and who of them is alive.
///
/// Every function throws when the database is away or does not answer in time, and then nothing has happened, or all
/// of it: never a part. Payloads are at most 7,900 bytes, as ``CoordinationPayload`` makes them, and reach the
/// listeners of all instances, one's own too, in one order that is the same for everybody. No text may contain NUL;
/// types have at most 100 Unicode scalars, clients' types and ids and instances' ids at most 200.
///
/// Calls that are under way at the same time may take effect in either order.
public protocol CoordinationStore: Sendable {
    /// Announces payloads in order and keeps messages, in one transaction that does not wait for the disk.
    ///
    /// - Parameter retaining: To be kept, in order: the last of a game and type replaces all before it.
    func publish(_ payloads: [String], retaining: [(game: Int64, message: CoordinationMessage)]) async throws

    /// - Returns: For each claim whether its game has that player, with that buzzer if one is claimed.
    func verify(_ claims: [BuzzerClaim]) async throws -> [Bool]

    /// Makes an instance known, under an id that was never used before. Asking again does no harm.
    func register(_ instance: String) async throws

    /// Says that an instance is alive, what has changed among its clients, and announces it.
    ///
    /// - Parameters:
    ///   - sequence: Higher than in all reports before with other presence; the same again only to repeat a report.
    ///   - presence: Absolute counts of this instance's, each game and client at most once; 0: gone.
    /// - Returns: false where the instance is not registered, or not any more, and then nothing was done.
    func report(
        _ instance: String, sequence: Int64, presence: [PresenceCount], payloads: [String]
    ) async throws -> Bool

    /// Deletes the instances that have not reported for so long, with their clients, and announces each as gone.
    ///
    /// - Returns: Whom this call deleted; nobody else has announced them.
    func reap(silentFor: Duration) async throws -> [String]

    /// Deletes an instance and its clients and announces it as gone, unless that was done already.
    func unregister(_ instance: String) async throws
}
