import Testing

@testable import GameAPI

/// Playing questions, editing them, and who gets to read what they say.
@Suite("Questions")
struct QuestionRulesTests {
    @Test("Played and open again: each time a version")
    func toggle() {
        var game = Transcript()
        game.play([
            (
                .host(.updateQuestion(1, QuestionPatch(answered: true))),
                #"200 {"question_id":1,"answered":true,"version":1}"#
            ),
            (
                .host(.updateQuestion(1, QuestionPatch(answered: true))),
                #"200 {"question_id":1,"answered":true,"version":2}"#
            ),
            (
                .host(.updateQuestion(1, QuestionPatch(answered: false))),
                #"200 {"question_id":1,"answered":false,"version":3}"#
            ),
            (.host(.updateQuestion(99, QuestionPatch(answered: true))), #"notFound("question")"#),
            (.host(.updateQuestion(5, QuestionPatch(answered: true))), #"notFound("question")"#),
        ])
        #expect(
            game.messages[0] == #"{"type":"toggle_question","question_id":1,"answered":true,"version":1,"revision":1}"#)
        #expect(game.news.map(\.kind) == [.toggleQuestion, .toggleQuestion, .toggleQuestion])
        #expect(game.news.map(\.detail) == [nil, nil, nil])
    }

    @Test("An edit is told without text or answer; the host's detail has both, new and old")
    func edit() {
        var game = Transcript()
        let patch = QuestionPatch(
            answered: true, text: "§Who?", answer: "§He", points: 250, flags: ["double", "a\"b"], order: 4)
        game.play(.host(.updateQuestion(1, patch)), #"200 {"question_id":1,"answered":true,"version":1}"#)
        let message =
            #"{"type":"game_changed","kind":"question_updated","question_id":1,"category_id":1,"#
            + #""answered":true,"version":1,"revision":1}"#
        #expect(game.messages == [message])
        let new =
            #"{"id":1,"text":"§Who?","answer":"§He","points":250,"flags":["double","a\"b"],"#
            + #""order":4,"answered":true,"version":1}"#
        let old =
            #"{"id":1,"text":"§Which 1?","answer":"§That 1","points":200,"flags":[],"order":0,"#
            + #""answered":false,"version":0}"#
        #expect(game.news.map(\.detail) == [#"{"question":\#(new),"previous":\#(old)}"#])
        #expect(game.store.questions[1]?.points == 250)
        let content = QuestionContent(
            id: 1, text: "§Who?", answer: "§He", flags: ["double", "a\"b"], position: 4, slides: nil)
        #expect(game.store.contents[1] == content)
    }

    @Test(
        "What an edit does not name stays",
        arguments: [
            QuestionPatch(text: "§New?"), QuestionPatch(answer: "§New"), QuestionPatch(points: 0),
            QuestionPatch(flags: ["new"]), QuestionPatch(order: 3),
        ])
    func partialEdit(patch: QuestionPatch) {
        var game = Transcript()
        game.play(.host(.updateQuestion(2, patch)), #"200 {"question_id":2,"answered":false,"version":1}"#)
        #expect(game.news.map(\.kind) == [.questionUpdated])
        let content = QuestionContent(
            id: 2, text: patch.text ?? "§Which 2?", answer: patch.answer ?? "§That 2", flags: patch.flags ?? [],
            position: patch.order ?? 1, slides: nil)
        #expect(game.store.contents[2] == content)
        #expect(game.store.questions[2]?.points == patch.points ?? 400)
    }

    @Test("Made after the last of its category, edited and deleted in the same batch")
    func create() {
        var game = Transcript()
        let question =
            #"{"id":6,"text":"§Who?","answer":"§She","points":300,"flags":["x"],"order":2,"answered":false,"version":0}"#
        let patch = QuestionPatch(text: "§Who?", answer: "§She", points: 300, flags: ["x"])
        game.play([
            (.host(.createQuestion(categoryID: 1, patch)), "201 \(question)"),
            (
                .host(.updateQuestion(6, QuestionPatch(text: "§Whom?"))),
                #"200 {"question_id":6,"answered":false,"version":1}"#
            ),
            (.host(.deleteQuestion(6)), "204"),
        ])
        let created =
            #"{"type":"game_changed","kind":"question_created","question_id":6,"category_id":1,"answered":false,"#
            + #""version":0,"revision":1}"#
        let deleted =
            #"{"type":"game_changed","kind":"question_deleted","question_id":6,"category_id":1,"revision":3}"#
        #expect([game.messages[0], game.messages[2]] == [created, deleted])
        #expect(game.news.map(\.version) == [0, 1, 2])
        #expect(game.store.questions[6] == nil)
        #expect(game.store.contents[6] == nil)
    }

    @Test("Several in one batch follow each other, and an explicit order moves the end on")
    func positions() {
        var game = Transcript()
        func create(_ order: Int32?) -> Mutation {
            .host(.createQuestion(categoryID: 2, QuestionPatch(text: "?", points: 1, order: order)))
        }
        game.play([create(nil), create(nil), create(9), create(4), create(nil)])
        #expect((6...10).map { game.store.contents[$0]?.position } == [1, 2, 9, 4, 10])
    }

    @Test("At the end of the range the last place is shared")
    func lastPosition() {
        var game = Transcript()
        game.play([
            .host(.createBoard(BoardPatch(order: 32_767))), .host(.createBoard(BoardPatch())),
            .host(.createCategory(boardID: 4, CategoryPatch(name: "End", order: 32_767))),
            .host(.createCategory(boardID: 4, CategoryPatch(name: "After the end"))),
            .host(.createQuestion(categoryID: 5, QuestionPatch(text: "?", order: 32_767))),
            .host(.createQuestion(categoryID: 5, QuestionPatch(text: "?"))),
        ])
        #expect([4, 5].map { game.store.boards[$0]?.position } == [32_767, 32_767])
        #expect([5, 6].map { game.store.categories[$0]?.position } == [32_767, 32_767])
        #expect([6, 7].map { game.store.contents[$0]?.position } == [32_767, 32_767])
    }

    @Test("No message ever says what is asked or what is right")
    func nothingIsLeaked() {
        var game = Transcript()
        game.play([
            .host(.createQuestion(categoryID: 1, QuestionPatch(text: "§a", answer: "§b", points: 1))),
            .host(.updateQuestion(1, QuestionPatch(text: "§c", answer: "§d"))),
            .host(.updateQuestion(6, QuestionPatch(answered: true, answer: "§e"))),
            .host(.updateQuestion(6, QuestionPatch(answered: false))),
            .right(1, 6), .undo(1, 6),
            .host(.deleteQuestion(6)), .host(.deleteCategory(2)), .host(.deleteBoard(1)),
        ])
        #expect(game.news.count == 9)
        #expect(game.messages.filter { $0.contains(MemoryStore.secret) || $0.contains("detail") }.isEmpty)
    }
}
