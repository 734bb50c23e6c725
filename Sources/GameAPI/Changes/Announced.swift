/// What an announcement says.
public enum Announced: Sendable, Equatable {
    /// Consecutive changes, in order.
    case changes(gameID: Int64, [LoggedChange])
    /// There are changes up to this revision; the log says which.
    case upTo(gameID: Int64, revision: Int64)
}
