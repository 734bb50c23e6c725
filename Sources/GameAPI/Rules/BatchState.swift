/// Everything that a batch of mutations touches, as read under the locks, and then as folded.
struct BatchState: Sendable, Equatable {
    var games = Rows<GameState>()
    /// Games that have a new name or term: most batches only change revisions.
    var renamedGames: Set<Int64> = []
    var boards = Rows<Board>()
    var categories = Rows<Category>()
    var questions = Rows<QuestionState>()
    var contents = Rows<QuestionContent>()
    var teams = Rows<Team>()
    var players = Rows<PlayerProfile>()
    var scores = Rows<PlayerScore>()

    /// The answers that the batch names; absent: there is none.
    var answers: [AnswerKey: Answer] = [:]
    /// Answers to write (a value) or to delete (nil).
    var changedAnswers: [AnswerKey: Answer?] = [:]
    /// How many answers there are to each question that is to be deleted.
    var answerCounts: [Int64: Int] = [:]

    /// The replies already given under idempotency keys.
    var replies: [ReplyKey: StoredReply] = [:]
    /// The keys whose replies have to be stored.
    var newReplies: [ReplyKey] = []

    /// Each `order` in use where something new comes: of a game's boards, a board's categories, a category's questions.
    var boardPositions = Positions()
    var categoryPositions = Positions()
    var questionPositions = Positions()

    /// Ids taken from the sequences for what the batch creates.
    var newIDs = NewIDs()

    /// What happened, in order.
    var changes: [Change] = []

    struct ReplyKey: Hashable, Sendable {
        /// Within which a key is one request's: the game's id, negative for those who join it with its code, 0 where a
        /// game is made.
        let scope: Int64
        let key: String
    }

    struct StoredReply: Sendable, Equatable {
        let fingerprint: [UInt8]
        let reply: MutationReply
    }
}

/// Ids for new rows, by kind. Taken one by one; what is left over is never used.
struct NewIDs: Sendable, Equatable {
    var boards: [Int64] = []
    var categories: [Int64] = []
    var questions: [Int64] = []
    var teams: [Int64] = []
    var players: [Int64] = []
}
