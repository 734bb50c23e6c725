import Testing

@testable import GameAPI

/// `If-Match`: a score's version for answers, a question's for questions, the game's revision for everything else.
@Suite("If-Match")
struct PreconditionTests {
    @Test("Answers compare with the score's version")
    func score() {
        var game = Transcript()
        let record = Action.recordAnswer(playerID: 1, questionID: 1, isCorrect: true, points: nil)
        let conflict = #"versionConflict(current: "{\"player_id\":1,\"score\":200,\"version\":1}")"#
        game.play([
            (.host(record, ifMatch: 0), #"200 {"player_id":1,"score":200,"version":1}"#),
            (.host(record, ifMatch: 0), conflict),
            (.host(.deleteAnswer(playerID: 1, questionID: 1), ifMatch: 2), conflict),
            (.right(2, 1), #"200 {"player_id":2,"score":200,"version":1}"#),
            (
                .host(.deleteAnswer(playerID: 1, questionID: 1), ifMatch: 0, 1),
                #"200 {"player_id":1,"score":0,"version":2}"#
            ),
        ])
        #expect(game.news.count == 3)
    }

    @Test("Questions compare with the question's version")
    func question() {
        var game = Transcript()
        let close = Action.updateQuestion(1, QuestionPatch(answered: true))
        let conflict = #"versionConflict(current: "{\"question_id\":1,\"answered\":true,\"version\":1}")"#
        game.play([
            (.host(close, ifMatch: 0), #"200 {"question_id":1,"answered":true,"version":1}"#),
            (.host(close, ifMatch: 0), conflict),
            (.host(.updateQuestion(1, QuestionPatch(text: "New?")), ifMatch: 2), conflict),
            (.host(.deleteQuestion(1), ifMatch: 0), conflict),
            (.host(.deleteQuestion(1), ifMatch: 1), "204"),
        ])
    }

    static let others: [(Action, Int)] = [
        (.updateGame(GamePatch(name: "Sunday")), 200),
        (.createBoard(BoardPatch(name: "Final")), 201),
        (.updateBoard(1, BoardPatch(name: "First")), 200),
        (.deleteBoard(1), 204),
        (.createCategory(boardID: 1, CategoryPatch(name: "Rivers")), 201),
        (.updateCategory(1, CategoryPatch(name: "Rivers")), 200),
        (.deleteCategory(1), 204),
        (.createQuestion(categoryID: 1, QuestionPatch(text: "Where?", points: 100)), 201),
        (.createTeam(TeamPatch(name: "Reds")), 201),
        (.updateTeam(1, TeamPatch(name: "Reds")), 200),
        (.deleteTeam(1), 204),
        (.createPlayer(PlayerPatch(name: "Ada")), 201),
        (.updatePlayer(1, PlayerPatch(name: "Ada")), 200),
        (.deletePlayer(1), 204),
    ]

    @Test("Everything else compares with the game's revision", arguments: others)
    func revision(action: Action, status: Int) throws {
        var store = MemoryStore.twoGames
        _ = store.commit([.right(3, 4), .undo(3, 4)])
        let stale = store.commit([.host(action, ifMatch: 1), .host(action, ifMatch: 0, 1, 3)])
        let current = #"{"game_id":1,"name":"Friday","points_term":"points","revision":2}"#
        #expect(stale == [.failure(.versionConflict(current: current)), .failure(.versionConflict(current: current))])
        let before = store
        #expect(store.changes.count == 2)
        let outcome = store.commit([.host(action, ifMatch: 1, 2)])
        #expect(try outcome[0].get().status == status)
        #expect(store.changes.count == before.changes.count + 1)
        #expect(store.violations == [])
    }

    @Test("No version at all admits nothing: all the tags were weak")
    func weakTagsOnly() {
        var game = Transcript()
        var mutation = Mutation.right(1, 1)
        mutation.precondition = VersionCondition(versions: [])
        game.play(mutation, #"versionConflict(current: "{\"player_id\":1,\"score\":0,\"version\":0}")"#)
    }

    @Test("What is not there is not found, whatever version is asked for")
    func missingComesFirst() {
        var game = Transcript()
        game.play([
            (.host(.deleteAnswer(playerID: 1, questionID: 1), ifMatch: 9), #"notFound("answer")"#),
            (.host(.updateQuestion(99, QuestionPatch(answered: true)), ifMatch: 9), #"notFound("question")"#),
            (.host(.updateBoard(99, BoardPatch(name: "")), ifMatch: 9), #"notFound("board")"#),
            (.host(.deleteCategory(99), ifMatch: 9), #"notFound("category")"#),
            (.host(.updateTeam(99, TeamPatch()), ifMatch: 9), #"notFound("team")"#),
            (.host(.deletePlayer(99), ifMatch: 9), #"notFound("player")"#),
            (.host(.updateGame(GamePatch()), game: 99, ifMatch: 9), #"notFound("game")"#),
        ])
    }
}
