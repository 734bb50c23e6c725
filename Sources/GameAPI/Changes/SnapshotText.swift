/// The scores and question states of a game at one revision, as the JSON that clients get.
public struct SnapshotText: Sendable, Equatable {
    public let revision: Int64
    /// A JSON array of `{"player_id","score","version"}`, by id.
    public let players: String
    /// A JSON array of `{"question_id","answered","version"}`, by id.
    public let questions: String

    public init(revision: Int64, players: String, questions: String) {
        self.revision = revision
        self.players = players
        self.questions = questions
    }
}
