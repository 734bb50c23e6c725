import PGStore

/// The second flight of a batch: a fixed set of statements that writes a folded state back.
struct StoreFlight {
    private(set) var calls: [PGCall] = []

    /// - Parameter state: The state after the fold.
    init(_ state: BatchState) {
        storeStructure(state)
        storePlay(state)
        deleteRows(state)
        storeLog(state)
        if !calls.isEmpty { calls.append(StoreSQL.commit()) }
    }

    /// Parents before children: teams before their players, boards before categories before questions.
    private mutating func storeStructure(_ state: BatchState) {
        let renamed = state.renamedGames.sorted().compactMap { state.games[$0] }
        if !renamed.isEmpty {
            calls.append(StoreSQL.gameNames(renamed.map(\.id), renamed.map(\.name), renamed.map(\.pointsTerm)))
        }
        let boards = state.boards.changedRows
        if !boards.isEmpty {
            calls.append(
                StoreSQL.boards(boards.map(\.id), boards.map(\.gameID), boards.map(\.name), boards.map(\.position)))
        }
        let categories = state.categories.changedRows
        if !categories.isEmpty {
            calls.append(
                StoreSQL.categories(
                    categories.map(\.id), categories.map(\.gameID), categories.map(\.boardID), categories.map(\.name),
                    categories.map(\.description), categories.map(\.position)))
        }
        let contents = state.contents.changedRows
        let states = contents.compactMap { state.questions[$0.id] }
        if !contents.isEmpty {
            calls.append(
                StoreSQL.contents(
                    contents.map(\.id), states.map(\.gameID), states.map(\.categoryID), contents.map(\.text),
                    contents.map(\.answer), states.map(\.points), contents.map(\.flags.jsonStrings),
                    contents.map(\.position), contents.map(\.slides)))
        }
        let teams = state.teams.changedRows
        if !teams.isEmpty {
            calls.append(StoreSQL.teams(teams.map(\.id), teams.map(\.gameID), teams.map(\.name), teams.map(\.color)))
        }
        let players = state.players.changedRows
        if !players.isEmpty {
            calls.append(
                StoreSQL.profiles(
                    players.map(\.id), players.map(\.gameID), players.map(\.teamID), players.map(\.name),
                    players.map(\.buzzer)))
        }
    }

    private mutating func storePlay(_ state: BatchState) {
        let questions = state.questions.changedRows
        if !questions.isEmpty {
            calls.append(StoreSQL.questions(questions.map(\.id), questions.map(\.answered), questions.map(\.version)))
        }
        let scores = state.scores.changedRows
        if !scores.isEmpty {
            calls.append(StoreSQL.scores(scores.map(\.id), scores.map(\.score), scores.map(\.version)))
        }
        var recorded: [(key: AnswerKey, answer: Answer, gameID: Int64)] = []
        var gone: [AnswerKey] = []
        for (key, answer) in state.changedAnswers {
            if let answer, let gameID = state.scores[key.playerID]?.gameID {
                recorded.append((key, answer, gameID))
            } else {
                gone.append(key)
            }
        }
        if !recorded.isEmpty {
            calls.append(
                StoreSQL.answers(
                    recorded.map(\.gameID), recorded.map(\.key.playerID), recorded.map(\.key.questionID),
                    recorded.map(\.answer.isCorrect), recorded.map(\.answer.points)))
        }
        if !gone.isEmpty {
            calls.append(StoreSQL.deleteAnswers(gone.map(\.playerID), gone.map(\.questionID)))
        }
    }

    /// Children before parents.
    private mutating func deleteRows(_ state: BatchState) {
        for (statement, ids) in [
            (StoreSQL.deletePlayers, state.players.deleted),
            (StoreSQL.deleteTeams, state.teams.deleted),
            (StoreSQL.deleteQuestions, state.questions.deleted),
            (StoreSQL.deleteCategories, state.categories.deleted),
            (StoreSQL.deleteBoards, state.boards.deleted),
        ] where !ids.isEmpty {
            calls.append(statement(Array(ids)))
        }
    }

    private mutating func storeLog(_ state: BatchState) {
        let games = state.games.changedRows
        if !games.isEmpty {
            calls.append(StoreSQL.games(games.map(\.id), games.map(\.revision)))
        }
        let changes = state.changes
        if !changes.isEmpty {
            calls.append(
                StoreSQL.changes(
                    changes.map(\.gameID), changes.map(\.revision), changes.map(\.kind.rawValue),
                    changes.map(\.entityID), changes.map(\.version), changes.map(\.body), changes.map(\.detail),
                    changes.map(\.actor)))
        }
        let replies = state.newReplies.compactMap { key in state.replies[key].map { (key, $0) } }
        if !replies.isEmpty {
            calls.append(
                StoreSQL.replies(
                    replies.map(\.0.scope), replies.map(\.0.key), replies.map(\.1.fingerprint),
                    replies.map { Int16($0.1.reply.status) }, replies.map(\.1.reply.body)))
        }
        if !changes.isEmpty {
            let byGame = Dictionary(grouping: changes, by: \.gameID)
            calls.append(
                StoreSQL.announce(
                    byGame.keys.sorted().flatMap { Announcement.payloads(gameID: $0, changes: byGame[$0] ?? []) }))
        }
    }
}
