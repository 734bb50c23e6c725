import PGStore

/// A quiz file as the rows of a new game.
struct QuizRows {
    private(set) var state = BatchState()
    private(set) var answers: [Answer] = []
    private let gameID: Int64

    struct Answer {
        let playerID: Int64
        let questionID: Int64
        let answer: QuizFile.Answer
    }

    /// - Parameter newIDs: One id for each of the quiz's parts.
    init(_ quiz: QuizFile, gameID: Int64, newIDs: NewIDs) {
        self.gameID = gameID
        var ids = IDs(newIDs)
        let questionIDs = newIDs.questions
        for (position, board) in quiz.boards.enumerated() { add(board, at: Int32(position), &ids) }
        for team in quiz.teams {
            let id = ids.team()
            state.teams.create(Team(id: id, gameID: gameID, name: team.name, color: team.color))
            for player in team.players { add(player, teamID: id, questionIDs, &ids) }
        }
        for player in quiz.players { add(player, teamID: nil, questionIDs, &ids) }
    }

    var storeAnswers: PGCall {
        CreateSQL.answers(
            Array(repeating: gameID, count: answers.count), answers.map(\.playerID), answers.map(\.questionID),
            answers.map(\.answer.isCorrect), answers.map(\.answer.points), answers.map(\.answer.answeredAt))
    }

    private mutating func add(_ board: QuizFile.Board, at position: Int32, _ ids: inout IDs) {
        let boardID = ids.board()
        state.boards.create(Board(id: boardID, gameID: gameID, name: board.name, position: position))
        for (position, category) in board.categories.enumerated() {
            let id = ids.category()
            state.categories.create(
                Category(
                    id: id, gameID: gameID, boardID: boardID, name: category.name, description: category.description,
                    position: Int32(position)))
            for (position, question) in category.questions.enumerated() {
                add(question, categoryID: id, at: Int32(position), id: ids.question())
            }
        }
    }

    private mutating func add(_ question: QuizFile.Question, categoryID: Int64, at position: Int32, id: Int64) {
        state.questions.create(
            QuestionState(
                id: id, gameID: gameID, categoryID: categoryID, points: question.points, answered: question.answered,
                version: 0))
        state.contents.create(
            QuestionContent(
                id: id, text: question.text, answer: question.answer, flags: question.flags, position: position,
                slides: question.slides))
    }

    private mutating func add(
        _ player: QuizFile.Player, teamID: Int64?, _ questionIDs: [Int64], _ ids: inout IDs
    ) {
        let id = ids.player()
        state.players.create(
            PlayerProfile(
                id: id, gameID: gameID, teamID: teamID, name: player.name, buzzer: player.buzzer.map { Int32($0) }))
        state.scores.create(PlayerScore(id: id, gameID: gameID, score: Int32(player.score), version: 0))
        for answer in player.answers {
            answers.append(Answer(playerID: id, questionID: questionIDs[answer.questionIndex], answer: answer))
        }
    }

    /// Hands the new ids out in order.
    private struct IDs {
        private var boards, categories, questions, teams, players: Array<Int64>.Iterator

        init(_ ids: NewIDs) {
            boards = ids.boards.makeIterator()
            categories = ids.categories.makeIterator()
            questions = ids.questions.makeIterator()
            teams = ids.teams.makeIterator()
            players = ids.players.makeIterator()
        }

        mutating func board() -> Int64 { Self.next(&boards) }
        mutating func category() -> Int64 { Self.next(&categories) }
        mutating func question() -> Int64 { Self.next(&questions) }
        mutating func team() -> Int64 { Self.next(&teams) }
        mutating func player() -> Int64 { Self.next(&players) }

        private static func next(_ ids: inout Array<Int64>.Iterator) -> Int64 {
            guard let id = ids.next() else { preconditionFailure("fewer ids than the quiz has parts") }
            return id
        }
    }
}

extension LockSQL {
    /// Ids for each part of a quiz.
    static func newIDs(_ quiz: QuizFile) -> PGCall {
        let categories = quiz.boards.flatMap(\.categories)
        return newIDs(
            Int32(quiz.boards.count), Int32(categories.count), Int32(quiz.questionCount), Int32(quiz.teams.count),
            Int32(quiz.allPlayers.count))
    }
}
