/// One entry of a game's log, as much of it as clients get.
public struct LoggedChange: Sendable, Equatable {
    public let revision: Int64
    /// Exactly what each client of the game receives: a JSON object.
    public let body: String

    public init(revision: Int64, body: String) {
        self.revision = revision
        self.body = body
    }
}
