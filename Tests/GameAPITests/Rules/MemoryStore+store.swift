@testable import GameAPI

extension MemoryStore {
    /// The flight that writes: the statements of `StoreFlight`, in its order.
    mutating func store(_ state: BatchState) {
        storeStructure(state)
        storePlay(state)
        deleteRows(state)
        storeLog(state)
    }

    private mutating func storeStructure(_ state: BatchState) {
        for row in state.renamedGames.compactMap({ state.games[$0] }) {
            games[row.id]?.name = row.name
            games[row.id]?.pointsTerm = row.pointsTerm
        }
        for row in state.boards.changedRows {
            require(games[row.gameID] != nil, "board \(row.id) without its game")
            require(row.position >= 0, "board \(row.id) at \(row.position)")
            boards[row.id, default: row].name = row.name
            boards[row.id]?.position = row.position
        }
        for row in state.categories.changedRows {
            require(boards[row.boardID]?.gameID == row.gameID, "category \(row.id) without its board")
            require(row.position >= 0, "category \(row.id) at \(row.position)")
            categories[row.id, default: row].name = row.name
            categories[row.id]?.description = row.description
            categories[row.id]?.position = row.position
        }
        for row in state.contents.changedRows {
            guard let question = state.questions[row.id] else {
                violations.append("content of question \(row.id) without its state")
                continue
            }
            require(categories[question.categoryID]?.gameID == question.gameID, "question \(row.id) without a category")
            require(question.points >= 0 && row.position >= 0, "question \(row.id) below zero")
            if questions[row.id] == nil {
                questions[row.id] = QuestionState(
                    id: row.id, gameID: question.gameID, categoryID: question.categoryID, points: question.points,
                    answered: false, version: 0)
            }
            questions[row.id]?.points = question.points
            contents[row.id] = row
        }
        for row in state.teams.changedRows {
            require(games[row.gameID] != nil, "team \(row.id) without its game")
            teams[row.id, default: row].name = row.name
            teams[row.id]?.color = row.color
        }
        for row in state.players.changedRows {
            if let team = row.teamID {
                require(teams[team]?.gameID == row.gameID, "player \(row.id) in a team of another game")
            }
            if profiles[row.id] == nil {
                scores[row.id] = PlayerScore(id: row.id, gameID: row.gameID, score: 0, version: 0)
            }
            profiles[row.id] = row
        }
    }

    private mutating func storePlay(_ state: BatchState) {
        for row in state.questions.changedRows {
            questions[row.id]?.answered = row.answered
            questions[row.id]?.version = row.version
        }
        for row in state.scores.changedRows {
            scores[row.id]?.score = row.score
            scores[row.id]?.version = row.version
        }
        for (key, answer) in state.changedAnswers {
            guard let answer, let gameID = state.scores[key.playerID]?.gameID else {
                answers[key] = nil
                continue
            }
            require(scores[key.playerID]?.gameID == gameID, "an answer without its player")
            require(questions[key.questionID]?.gameID == gameID, "an answer without its question")
            answers[key] = answer
        }
    }

    private mutating func deleteRows(_ state: BatchState) {
        for id in state.players.deleted {
            profiles[id] = nil
            scores[id] = nil
            answers = answers.filter { $0.key.playerID != id }
        }
        for id in state.teams.deleted {
            require(!profiles.values.contains { $0.teamID == id }, "team \(id) deleted with players in it")
            teams[id] = nil
        }
        for id in state.questions.deleted { deleteQuestion(id) }
        for id in state.categories.deleted { deleteCategory(id) }
        for id in state.boards.deleted {
            for category in categories.values where category.boardID == id { deleteCategory(category.id) }
            boards[id] = nil
        }
    }

    private mutating func deleteCategory(_ id: Int64) {
        for question in questions.values where question.categoryID == id { deleteQuestion(question.id) }
        categories[id] = nil
    }

    private mutating func deleteQuestion(_ id: Int64) {
        require(!answers.keys.contains { $0.questionID == id }, "question \(id) deleted with answers to it")
        questions[id] = nil
        contents[id] = nil
    }

    private mutating func storeLog(_ state: BatchState) {
        for row in state.games.changedRows { games[row.id]?.revision = row.revision }
        for change in state.changes {
            require(
                !changes.contains { $0.gameID == change.gameID && $0.revision == change.revision },
                "revision \(change.revision) of game \(change.gameID) twice")
            changes.append(change)
        }
        for key in state.newReplies {
            guard let reply = state.replies[key] else { continue }
            require(replies[key] == nil, "key \(key.key) stored twice")
            require((200...299).contains(reply.reply.status), "status \(reply.reply.status)")
            replies[key] = reply
        }
    }

    private mutating func require(_ condition: Bool, _ violation: String) {
        if !condition { violations.append(violation) }
    }
}
