import PGStore

/// The first flight of a batch: what is sent, and how its results become the state to fold.
struct LockFlight {
    private(set) var calls: [PGCall] = []
    private var readers: [Reader] = []

    private typealias Reader = (PGRows, inout BatchState) throws(PGError) -> Void

    /// - Parameter lockTimeoutMilliseconds: How long PostgreSQL waits for each row that another transaction holds.
    init(_ needs: BatchNeeds, lockTimeoutMilliseconds: Int) {
        add(LockSQL.begin()) { _, _ throws(PGError) in }
        add(LockSQL.identify("\(lockTimeoutMilliseconds)ms")) { _, _ throws(PGError) in }
        lockPlay(needs)
        lockStructure(needs)
        readDependents(needs)
    }

    /// What the transaction is recognised by, and the state that the batch starts from.
    ///
    /// - Parameter results: The results of `calls`, in their order.
    func state(from results: [PGRows]) throws(PGError) -> (commit: CommitWitness, state: BatchState) {
        guard results.count == calls.count else { throw .decoding("\(results.count) results of \(calls.count)") }
        var state = BatchState()
        for (reader, rows) in zip(readers, results) { try reader(rows, &state) }
        return (try CommitWitness(results[1]), state)
    }

    private mutating func add(_ call: PGCall, _ reader: @escaping Reader) {
        calls.append(call)
        readers.append(reader)
    }

    /// Reads each row into its place in the state.
    private mutating func load<Row>(
        _ call: PGCall, into rows: WritableKeyPath<BatchState, Rows<Row>>,
        _ row: @escaping (PGRow) throws(PGError) -> Row
    ) {
        add(call) { results, state throws(PGError) in
            for result in results { state[keyPath: rows].load(try row(result)) }
        }
    }

    private mutating func lockPlay(_ needs: BatchNeeds) {
        load(LockSQL.games(Array(needs.games)), into: \.games, GameState.init(row:))
        if !needs.players.isEmpty {
            load(LockSQL.players(Array(needs.players)), into: \.scores, PlayerScore.init(row:))
        }
        if !needs.questions.isEmpty {
            load(LockSQL.questions(Array(needs.questions)), into: \.questions, QuestionState.init(row:))
        }
    }

    private mutating func lockStructure(_ needs: BatchNeeds) {
        if !needs.boards.isEmpty {
            load(LockSQL.boards(Array(needs.boards)), into: \.boards, Board.init(row:))
        }
        if !needs.categories.isEmpty || !needs.deletedBoards.isEmpty {
            load(
                LockSQL.categories(Array(needs.categories), Array(needs.deletedBoards)), into: \.categories,
                Category.init(row:))
        }
        if !needs.deletedBoards.isEmpty || !needs.deletedCategories.isEmpty {
            load(
                LockSQL.questionsBelow(Array(needs.deletedCategories), Array(needs.deletedBoards)), into: \.questions,
                QuestionState.init(row:))
        }
        if !needs.teams.isEmpty {
            load(LockSQL.teams(Array(needs.teams)), into: \.teams, Team.init(row:))
        }
        if !needs.profiles.isEmpty || !needs.deletedTeams.isEmpty {
            load(
                LockSQL.profiles(Array(needs.profiles), Array(needs.deletedTeams)), into: \.players,
                PlayerProfile.init(row:))
        }
        if needs.createsAnything {
            add(
                LockSQL.newIDs(
                    Int32(needs.newBoards), Int32(needs.newCategories), Int32(needs.newQuestions),
                    Int32(needs.newTeams), Int32(needs.newPlayers))
            ) { rows, state throws(PGError) in state.newIDs = try NewIDs(rows) }
        }
    }

    private mutating func readDependents(_ needs: BatchNeeds) {
        if !needs.contents.isEmpty {
            load(
                LockSQL.contents(Array(needs.contents), Int64(GameLimits.detailBytes / 2)), into: \.contents,
                QuestionContent.init(row:))
        }
        if !needs.deletedBoards.isEmpty || !needs.deletedCategories.isEmpty {
            load(
                LockSQL.contentsBelow(
                    Array(needs.deletedCategories), Array(needs.deletedBoards), Int64(GameLimits.detailBytes)),
                into: \.contents, QuestionContent.init(row:))
        }
        if !needs.answers.isEmpty {
            let keys = Array(needs.answers)
            add(LockSQL.answers(keys.map(\.playerID), keys.map(\.questionID)), Self.loadAnswers)
        }
        if !needs.deletedPlayers.isEmpty {
            add(LockSQL.answersOfPlayers(Array(needs.deletedPlayers)), Self.loadAnswers)
        }
        if needs.deletesQuestions {
            add(
                LockSQL.answerCounts(
                    Array(needs.deletedQuestions), Array(needs.deletedCategories), Array(needs.deletedBoards))
            ) { rows, state throws(PGError) in
                for row in rows { state.answerCounts[try row.decode(0)] = try row.decode(1) }
            }
        }
        if !needs.keys.isEmpty {
            let keys = Array(needs.keys)
            add(LockSQL.replies(keys.map(\.scope), keys.map(\.key))) { rows, state throws(PGError) in
                for row in rows {
                    state.replies[.init(scope: try row.decode(0), key: try row.decode(1))] = .init(
                        fingerprint: try row.decode(2),
                        reply: MutationReply(status: Int(try row.decode(3, as: Int16.self)), body: try row.decode(4)))
                }
            }
        }
        readPositions(LockSQL.boardPositions, of: needs.gamesWithNewBoards, into: \.boardPositions)
        readPositions(LockSQL.categoryPositions, of: needs.boardsWithNewCategories, into: \.categoryPositions)
        readPositions(LockSQL.questionPositions, of: needs.categoriesWithNewQuestions, into: \.questionPositions)
    }

    private static func loadAnswers(_ rows: PGRows, _ state: inout BatchState) throws(PGError) {
        for row in rows {
            state.answers[AnswerKey(playerID: try row.decode(0), questionID: try row.decode(1))] =
                Answer(isCorrect: try row.decode(2), points: try row.decode(3))
        }
    }

    private mutating func readPositions(
        _ statement: PGStatement, of parents: Set<Int64>, into positions: WritableKeyPath<BatchState, Positions>
    ) {
        guard !parents.isEmpty else { return }
        add(statement(Array(parents))) { rows, state throws(PGError) in
            for row in rows {
                state[keyPath: positions].place(try row.decode(1), of: try row.decode(0), at: try row.decode(2))
            }
        }
    }
}
