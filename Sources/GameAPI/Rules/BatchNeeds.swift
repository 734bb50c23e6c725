/// Which rows a batch of mutations has to lock and to read, found from the mutations alone.
struct BatchNeeds: Sendable, Equatable {
    var games: Set<Int64> = []
    var players: Set<Int64> = []
    var questions: Set<Int64> = []
    var boards: Set<Int64> = []
    var categories: Set<Int64> = []
    var teams: Set<Int64> = []
    var answers: Set<AnswerKey> = []
    /// Questions whose text is edited, or goes into the log when they are deleted.
    var contents: Set<Int64> = []
    /// Players whose name, team or buzzer is edited.
    var profiles: Set<Int64> = []
    var keys: Set<BatchState.ReplyKey> = []

    var deletedBoards: Set<Int64> = []
    var deletedCategories: Set<Int64> = []
    var deletedQuestions: Set<Int64> = []
    var deletedTeams: Set<Int64> = []
    var deletedPlayers: Set<Int64> = []

    /// Parents whose children's `order` is asked for.
    var gamesWithNewBoards: Set<Int64> = []
    var boardsWithNewCategories: Set<Int64> = []
    var categoriesWithNewQuestions: Set<Int64> = []

    var newBoards = 0
    var newCategories = 0
    var newQuestions = 0
    var newTeams = 0
    var newPlayers = 0

    init(_ mutations: some Collection<Mutation>) {
        for mutation in mutations { add(mutation) }
    }

    var createsAnything: Bool { newBoards + newCategories + newQuestions + newTeams + newPlayers > 0 }
    var deletesQuestions: Bool { !(deletedBoards.isEmpty && deletedCategories.isEmpty && deletedQuestions.isEmpty) }

    private mutating func add(_ mutation: Mutation) {
        games.insert(mutation.gameID)
        if let key = mutation.replyKey { keys.insert(key) }
        switch mutation.action {
        case .recordAnswer(let playerID, let questionID, _, _), .deleteAnswer(let playerID, let questionID):
            players.insert(playerID)
            questions.insert(questionID)
            answers.insert(AnswerKey(playerID: playerID, questionID: questionID))
        case .updateGame:
            break
        case .createBoard:
            newBoards += 1
            gamesWithNewBoards.insert(mutation.gameID)
        case .updateBoard(let id, _):
            boards.insert(id)
        case .deleteBoard(let id):
            boards.insert(id)
            deletedBoards.insert(id)
        case .createCategory(let boardID, _):
            newCategories += 1
            boards.insert(boardID)
            boardsWithNewCategories.insert(boardID)
        case .updateCategory(let id, _):
            categories.insert(id)
        case .deleteCategory(let id):
            categories.insert(id)
            deletedCategories.insert(id)
        case .createQuestion(let categoryID, _):
            newQuestions += 1
            categories.insert(categoryID)
            categoriesWithNewQuestions.insert(categoryID)
        case .updateQuestion(let id, let patch):
            questions.insert(id)
            if patch.changesContent { contents.insert(id) }
        case .deleteQuestion(let id):
            questions.insert(id)
            contents.insert(id)
            deletedQuestions.insert(id)
        case .createTeam:
            newTeams += 1
        case .updateTeam(let id, _):
            teams.insert(id)
        case .deleteTeam(let id):
            teams.insert(id)
            deletedTeams.insert(id)
        case .createPlayer(let patch):
            newPlayers += 1
            addTeam(of: patch)
        case .updatePlayer(let id, let patch):
            players.insert(id)
            profiles.insert(id)
            addTeam(of: patch)
        case .deletePlayer(let id):
            players.insert(id)
            profiles.insert(id)
            deletedPlayers.insert(id)
        }
    }

    private mutating func addTeam(of patch: PlayerPatch) {
        if let id = patch.teamID.applied(to: nil) { teams.insert(id) }
    }
}
