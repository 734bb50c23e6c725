import PGStore

/// Reads a whole game back into the file format it can be imported from.
struct GameExporter: Sendable {
    let pool: PGPool

    /// A game as a quiz file.
    struct Export: Sendable {
        let quiz: QuizFile
        /// RFC 3339 UTC.
        let exportedAt: String
    }

    /// - Returns: nil where there is no such game.
    func export(_ gameID: Int64) async throws -> Export? {
        let calls = [
            ExportSQL.begin(), ExportSQL.game(gameID), ExportSQL.boards(gameID), ExportSQL.categories(gameID),
            ExportSQL.questions(gameID), ExportSQL.teams(gameID), ExportSQL.players(gameID),
            ExportSQL.answers(gameID), StoreSQL.commit(),
        ]
        let results = try await pool.read(calls)
        guard results.count == calls.count, let game = results[1].first else { return nil }
        var quiz = QuizFile(name: try game.decode(0))
        quiz.mode = try game.decode(1)
        quiz.pointsTerm = try game.decode(2)
        quiz.metadata = try game.decode(3)
        if quiz.metadata == nil {
            var metadata = JSONText()
            metadata.add("original_game_id", gameID)
            metadata.add("created_at", try game.decode(4, as: String.self))
            quiz.metadata = metadata.finish()
        }
        let questionIDs = try readBoards(into: &quiz, boards: results[2], categories: results[3], questions: results[4])
        try readPeople(
            into: &quiz, teams: results[5], players: results[6], answers: results[7], questionIDs: questionIDs)
        return Export(quiz: quiz, exportedAt: try game.decode(5))
    }

    /// - Returns: The questions' ids in the order of the file.
    private func readBoards(
        into quiz: inout QuizFile, boards: PGRows, categories: PGRows, questions: PGRows
    ) throws -> [Int64] {
        let questionsByCategory = try Dictionary(grouping: questions) { try $0.decode(1, as: Int64.self) }
        let categoriesByBoard = try Dictionary(grouping: categories) { try $0.decode(1, as: Int64.self) }
        var questionIDs: [Int64] = []
        for row in boards {
            var board = QuizFile.Board(name: try row.decode(1))
            for row in categoriesByBoard[try row.decode(0)] ?? [] {
                var category = QuizFile.Category(name: try row.decode(2), description: try row.decode(3))
                for row in questionsByCategory[try row.decode(0)] ?? [] {
                    questionIDs.append(try row.decode(0))
                    category.questions.append(
                        QuizFile.Question(
                            text: try row.decode(2), answer: try row.decode(3), points: try row.decode(4),
                            flags: try row.decode(5), slides: try row.decode(6), answered: try row.decode(7)))
                }
                board.categories.append(category)
            }
            quiz.boards.append(board)
        }
        return questionIDs
    }

    private func readPeople(
        into quiz: inout QuizFile, teams: PGRows, players: PGRows, answers: PGRows, questionIDs: [Int64]
    ) throws {
        let indexes = Dictionary(uniqueKeysWithValues: zip(questionIDs, questionIDs.indices))
        let answersByPlayer = try Dictionary(grouping: answers) { try $0.decode(0, as: Int64.self) }
        func player(_ row: PGRow) throws -> QuizFile.Player {
            let buzzer = try row.decode(3, as: Int32?.self)
            var player = QuizFile.Player(name: try row.decode(2), buzzer: buzzer.map { Int16($0) })
            for row in answersByPlayer[try row.decode(0)] ?? [] {
                guard let index = indexes[try row.decode(1)] else { continue }
                player.answers.append(
                    QuizFile.Answer(
                        questionIndex: index, isCorrect: try row.decode(2), points: try row.decode(3),
                        answeredAt: try row.decode(4)))
            }
            return player
        }
        let playersByTeam = try Dictionary(grouping: players) { try $0.decode(1, as: Int64?.self) }
        for row in teams {
            var team = QuizFile.Team(name: try row.decode(1), color: try row.decode(2))
            team.players = try (playersByTeam[try row.decode(0, as: Int64.self)] ?? []).map(player)
            quiz.teams.append(team)
        }
        quiz.players = try (playersByTeam[nil] ?? []).map(player)
    }
}
