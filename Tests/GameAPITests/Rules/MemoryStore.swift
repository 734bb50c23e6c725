@testable import GameAPI

/// The tables, in memory: answers `BatchNeeds` with exactly the rows that `LockSQL` would, and takes a folded state
/// as `StoreFlight` and `StoreSQL` would, constraints of the schema included.
///
/// A row that a batch forgets to ask for is not there, and a column that no statement writes keeps its value.
struct MemoryStore: Equatable {
    var games: [Int64: GameState] = [:]
    var boards: [Int64: Board] = [:]
    var categories: [Int64: GameAPI.Category] = [:]
    var questions: [Int64: QuestionState] = [:]
    /// The other columns of the same rows.
    var contents: [Int64: QuestionContent] = [:]
    var teams: [Int64: Team] = [:]
    var profiles: [Int64: PlayerProfile] = [:]
    /// The other columns of the same rows.
    var scores: [Int64: PlayerScore] = [:]
    var answers: [AnswerKey: Answer] = [:]
    var replies: [BatchState.ReplyKey: BatchState.StoredReply] = [:]
    var changes: [Change] = []
    var sequences = Sequences()
    /// What PostgreSQL would have refused.
    var violations: [String] = []

    /// The next id of each kind.
    struct Sequences: Equatable {
        var boards: Int64 = 4
        var categories: Int64 = 5
        var questions: Int64 = 6
        var teams: Int64 = 4
        var players: Int64 = 5
    }

    /// One batch: lock, fold, store.
    mutating func commit(_ batch: [Mutation]) -> [Result<MutationReply, MutationError>] {
        let needs = BatchNeeds(batch)
        var state = load(needs)
        state.newIDs = ids(for: needs)
        let results = state.fold(batch)
        use(needs, exceptFor: state.newIDs)
        store(state)
        return results
    }

    /// The flight that locks and reads.
    func load(_ needs: BatchNeeds) -> BatchState {
        var state = BatchState()
        for id in needs.games { games[id].map { state.games.load($0) } }
        for id in needs.players { scores[id].map { state.scores.load($0) } }
        for id in needs.boards { boards[id].map { state.boards.load($0) } }
        for id in needs.teams { teams[id].map { state.teams.load($0) } }
        for category in categories.values
        where needs.categories.contains(category.id) || needs.deletedBoards.contains(category.boardID) {
            state.categories.load(category)
        }
        for question in questions.values
        where needs.questions.contains(question.id) || isDeletedFromAbove(question, needs) {
            state.questions.load(question)
        }
        for profile in profiles.values
        where needs.profiles.contains(profile.id) || profile.teamID.map(needs.deletedTeams.contains) == true {
            state.players.load(profile)
        }
        for id in needs.contents { contents[id].map { state.contents.load($0) } }
        let below = questions.values.filter { isDeletedFromAbove($0, needs) }.compactMap { contents[$0.id] }
        if below.reduce(0, { $0 + $1.text.utf8.count + $1.answer.utf8.count }) <= GameLimits.detailBytes {
            for content in below { state.contents.load(content) }
        }
        readDependents(needs, into: &state)
        return state
    }

    private func readDependents(_ needs: BatchNeeds, into state: inout BatchState) {
        for (key, answer) in answers
        where needs.answers.contains(key) || needs.deletedPlayers.contains(key.playerID) {
            state.answers[key] = answer
        }
        for question in questions.values
        where needs.deletedQuestions.contains(question.id) || isDeletedFromAbove(question, needs) {
            let count = answers.keys.count { $0.questionID == question.id }
            if count > 0 { state.answerCounts[question.id] = count }
        }
        for key in needs.keys { state.replies[key] = replies[key] }
        for board in boards.values where needs.gamesWithNewBoards.contains(board.gameID) {
            state.boardPositions.place(board.id, of: board.gameID, at: board.position)
        }
        for category in categories.values where needs.boardsWithNewCategories.contains(category.boardID) {
            state.categoryPositions.place(category.id, of: category.boardID, at: category.position)
        }
        for question in questions.values where needs.categoriesWithNewQuestions.contains(question.categoryID) {
            guard let content = contents[question.id] else { continue }
            state.questionPositions.place(question.id, of: question.categoryID, at: content.position)
        }
    }

    private func isDeletedFromAbove(_ question: QuestionState, _ needs: BatchNeeds) -> Bool {
        needs.deletedCategories.contains(question.categoryID)
            || categories[question.categoryID].map { needs.deletedBoards.contains($0.boardID) } == true
    }

    private func ids(for needs: BatchNeeds) -> NewIDs {
        func next(_ start: Int64, _ count: Int) -> [Int64] { (0..<count).map { start + Int64($0) } }
        return NewIDs(
            boards: next(sequences.boards, needs.newBoards),
            categories: next(sequences.categories, needs.newCategories),
            questions: next(sequences.questions, needs.newQuestions),
            teams: next(sequences.teams, needs.newTeams),
            players: next(sequences.players, needs.newPlayers))
    }

    /// Unlike PostgreSQL's sequences these have no holes, so that ids do not depend on how mutations were batched.
    private mutating func use(_ needs: BatchNeeds, exceptFor left: NewIDs) {
        sequences.boards += Int64(needs.newBoards - left.boards.count)
        sequences.categories += Int64(needs.newCategories - left.categories.count)
        sequences.questions += Int64(needs.newQuestions - left.questions.count)
        sequences.teams += Int64(needs.newTeams - left.teams.count)
        sequences.players += Int64(needs.newPlayers - left.players.count)
    }
}
