/// What recording or taking back an answer did to its player.
public struct PlayerAnswerResult: Sendable, Equatable {
    /// The player's id.
    public let playerID: Int64
    /// The sum of the player's answers, in points.
    public let score: Int32
    /// How many accepted mutations the score has seen.
    public let version: Int64

    var json: String {
        var object = JSONText()
        object.add("player_id", playerID)
        object.add("score", score)
        object.add("version", version)
        return object.finish()
    }
}

/// The state of a question after a mutation of it.
public struct QuestionStatusResult: Sendable, Equatable {
    /// The question's id.
    public let questionID: Int64
    /// Whether the question has been played.
    public let answered: Bool
    /// How many accepted mutations the question has seen.
    public let version: Int64

    var json: String {
        var object = JSONText()
        object.add("question_id", questionID)
        object.add("answered", answered)
        object.add("version", version)
        return object.finish()
    }
}

/// The answer to a mutation: committed, and the same bytes whenever it is asked for again.
public struct MutationReply: Sendable, Equatable {
    /// The HTTP status: 200, 201 or 204.
    public let status: Int
    /// A JSON object, empty with status 204.
    public var body: String
    /// Whether this is the stored reply to an earlier request with the same idempotency key.
    public var replayed = false

    /// Makes a reply.
    public init(status: Int, body: String, replayed: Bool = false) {
        self.status = status
        self.body = body
        self.replayed = replayed
    }
}
