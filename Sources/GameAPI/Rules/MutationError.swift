/// Why a mutation was not accepted. Nothing of it has been stored, except perhaps with `outcomeUnknown`.
public enum MutationError: Error, Sendable, Equatable {
    /// There is no such thing: `game`, `player`, `question`, `answer` …
    case notFound(String)
    /// The named field refers to something of another game.
    case wrongGame(field: String)
    /// The version has moved on; the state now, as a JSON object.
    case versionConflict(current: String)
    /// The idempotency key was used for another request.
    case idempotencyKeyReused
    /// The score would leave the 32-bit range.
    case scoreOutOfRange
    /// Something cannot be deleted while recorded answers refer to it.
    case hasAnswers(String)
    /// Another transaction holds a row of this game for too long.
    case gameBusy
    /// More mutations are waiting than may wait.
    case overloaded
    /// The database could not be reached in time; nothing was stored.
    case databaseUnavailable
    /// The connection broke at COMMIT and the outcome could not be found out.
    case outcomeUnknown
    /// The database refused what should have been right: our bug.
    case unexpected(String)
}
