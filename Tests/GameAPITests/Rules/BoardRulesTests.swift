import Testing

@testable import GameAPI

/// Building and mending a game's boards and categories while it runs.
@Suite("Boards and categories")
struct BoardRulesTests {
    @Test("A game's name and term")
    func game() {
        var game = Transcript()
        game.play(
            .host(.updateGame(GamePatch(name: "Sunday"))),
            #"200 {"game_id":1,"name":"Sunday","points_term":"points","revision":1}"#)
        #expect(
            game.messages == [
                #"{"type":"game_changed","kind":"game_updated","name":"Sunday","points_term":"points","revision":1}"#
            ])
        game.play(
            .host(.updateGame(GamePatch(pointsTerm: "€"))),
            #"200 {"game_id":1,"name":"Sunday","points_term":"€","revision":2}"#)
        #expect(game.store.games[1] == GameState(id: 1, name: "Sunday", pointsTerm: "€", revision: 2))
        #expect(game.news.map(\.entityID) == [1])
    }

    @Test("A board: made, altered, deleted with what is on it")
    func board() {
        var game = Transcript()
        game.play([
            (.host(.createBoard(BoardPatch())), #"201 {"id":4,"name":"","order":2}"#),
            (.host(.createBoard(BoardPatch(name: "Final", order: 7))), #"201 {"id":5,"name":"Final","order":7}"#),
            (.host(.createBoard(BoardPatch(name: "Extra"))), #"201 {"id":6,"name":"Extra","order":8}"#),
            (.host(.updateBoard(5, BoardPatch(order: 0))), #"200 {"id":5,"name":"Final","order":0}"#),
            (.host(.deleteBoard(1)), "204"),
            (.host(.updateBoard(1, BoardPatch(name: "Gone"))), #"notFound("board")"#),
            (.host(.createCategory(boardID: 1, CategoryPatch(name: "Gone"))), #"notFound("board")"#),
            (.host(.updateCategory(1, CategoryPatch(name: "Gone"))), #"notFound("category")"#),
            (.right(1, 1), #"notFound("question")"#),
        ])
        let created =
            #"{"type":"game_changed","kind":"board_created","board":{"id":4,"name":"","order":2},"revision":1}"#
        let updated =
            #"{"type":"game_changed","kind":"board_updated","board":{"id":5,"name":"Final","order":0},"revision":4}"#
        let deleted = #"{"type":"game_changed","kind":"board_deleted","board_id":1,"revision":5}"#
        #expect([game.messages[0], game.messages[3], game.messages[4]] == [created, updated, deleted])
        #expect(game.news.map(\.version) == [1, 2, 3, 4, 5])
        #expect(game.store.boards.keys.sorted() == [2, 3, 4, 5, 6])
        #expect(game.store.categories.keys.sorted() == [3, 4])
        #expect(game.store.questions.keys.sorted() == [4, 5])
    }

    @Test("A category: made, altered, deleted with its questions")
    func category() {
        var game = Transcript()
        let rivers = #"{"id":5,"name":"Rivers","description":"Long \"ones\"","order":2}"#
        game.play([
            (
                .host(.createCategory(boardID: 1, CategoryPatch(name: "Rivers", description: #"Long "ones""#))),
                "201 \(rivers)"
            ),
            (
                .host(.updateCategory(5, CategoryPatch(description: "", order: 9))),
                #"200 {"id":5,"name":"Rivers","description":"","order":9}"#
            ),
            (
                .host(.createCategory(boardID: 1, CategoryPatch(name: "Lakes"))),
                #"201 {"id":6,"name":"Lakes","description":"","order":10}"#
            ),
            (.host(.deleteCategory(1)), "204"),
            (.host(.deleteCategory(1)), #"notFound("category")"#),
            (.host(.createQuestion(categoryID: 1, QuestionPatch(text: "?"))), #"notFound("category")"#),
            (.host(.updateQuestion(1, QuestionPatch(answered: true))), #"notFound("question")"#),
        ])
        let created =
            #"{"type":"game_changed","kind":"category_created","board_id":1,"category":\#(rivers),"revision":1}"#
        let deleted = #"{"type":"game_changed","kind":"category_deleted","category_id":1,"revision":4}"#
        #expect([game.messages[0], game.messages[3]] == [created, deleted])
        #expect(game.store.questions.keys.sorted() == [3, 4, 5])
    }

    @Test("The first of its parent stands at 0; made and deleted in one batch leaves nothing")
    func emptyParent() {
        var game = Transcript()
        game.play([
            (.host(.createBoard(BoardPatch(name: "New"))), #"201 {"id":4,"name":"New","order":2}"#),
            (
                .host(.createCategory(boardID: 4, CategoryPatch(name: "First"))),
                #"201 {"id":5,"name":"First","description":"","order":0}"#
            ),
            (
                .host(.createQuestion(categoryID: 5, QuestionPatch(text: "§?", points: 10))),
                #"201 {"id":6,"text":"§?","answer":"","points":10,"flags":[],"order":0,"answered":false,"version":0}"#
            ),
            (.right(1, 6), #"200 {"player_id":1,"score":10,"version":1}"#),
            (.host(.deleteBoard(4)), #"hasAnswers("board")"#),
            (.undo(1, 6), #"200 {"player_id":1,"score":0,"version":2}"#),
            (.host(.deleteBoard(4)), "204"),
        ])
        #expect(game.store.boards.keys.sorted() == [1, 2, 3])
        #expect(game.store.categories.keys.sorted() == [1, 2, 3, 4])
        #expect(game.store.questions.keys.sorted() == [1, 2, 3, 4, 5])
        #expect(game.news.map(\.revision) == [1, 2, 3, 4, 5, 6])
    }

    @Test("What was answered stays: its points are in a score")
    func hasAnswers() {
        var game = Transcript()
        game.play(.right(1, 1), #"200 {"player_id":1,"score":200,"version":1}"#)
        game.play([
            (.host(.deleteQuestion(1)), #"hasAnswers("question")"#),
            (.host(.deleteCategory(1)), #"hasAnswers("category")"#),
            (.host(.deleteBoard(1)), #"hasAnswers("board")"#),
            (.host(.deleteQuestion(2)), "204"),
            (.host(.deleteCategory(2)), "204"),
            (.right(1, 4, points: 1), #"200 {"player_id":1,"score":201,"version":2}"#),
            (.host(.deleteBoard(2)), #"hasAnswers("board")"#),
            (.undo(1, 1), #"200 {"player_id":1,"score":1,"version":3}"#),
            (.host(.deleteBoard(1)), "204"),
        ])
        #expect(game.store.questions.keys.sorted() == [4, 5])
    }

    @Test("Another game's board and category are not there")
    func otherGame() {
        var game = Transcript()
        game.play([
            (.host(.updateBoard(3, BoardPatch(name: "Mine"))), #"notFound("board")"#),
            (.host(.deleteBoard(3)), #"notFound("board")"#),
            (.host(.createCategory(boardID: 3, CategoryPatch(name: "Mine"))), #"notFound("board")"#),
            (.host(.updateCategory(4, CategoryPatch(name: "Mine"))), #"notFound("category")"#),
            (.host(.deleteCategory(4)), #"notFound("category")"#),
            (.host(.createQuestion(categoryID: 4, QuestionPatch(text: "Mine?"))), #"notFound("category")"#),
        ])
        #expect(game.news.isEmpty)
        var untouched = game.store
        untouched.sequences = MemoryStore.twoGames.sequences
        #expect(untouched == .twoGames)
    }
}
