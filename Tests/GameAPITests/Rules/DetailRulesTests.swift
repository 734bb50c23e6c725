import Testing

@testable import GameAPI

/// What the log keeps for a host who wants to undo it: the thing as it was, or all that went with it.
@Suite("Details of changes")
struct DetailRulesTests {
    private func details(_ batch: [Mutation], in game: inout Transcript) -> [String?] {
        game.play(batch)
        return game.news.map(\.detail)
    }

    @Test("What is altered: how it was before, also within a batch")
    func previous() {
        var game = Transcript()
        let details = details(
            [
                .host(.updateGame(GamePatch(name: "Sunday"))), .host(.updateGame(GamePatch(pointsTerm: "€"))),
                .host(.updateBoard(1, BoardPatch(name: "Final", order: 5))),
                .host(.updateBoard(1, BoardPatch(name: "The end"))),
                .host(.updateCategory(1, CategoryPatch(description: "Long", order: 7))),
                .host(.updateCategory(1, CategoryPatch(name: "Rivers"))),
                .host(.updateTeam(1, TeamPatch(color: "#0f0"))), .host(.updateTeam(1, TeamPatch(name: "Greens"))),
            ], in: &game)
        let expected = [
            #"{"name":"Friday","points_term":"points"}"#, #"{"name":"Sunday","points_term":"points"}"#,
            #"{"id":1,"name":"Round 1","order":0}"#, #"{"id":1,"name":"Final","order":5}"#,
            #"{"id":1,"name":"Topic 1","description":"","order":0}"#,
            #"{"id":1,"name":"Topic 1","description":"Long","order":7}"#,
            ##"{"id":1,"name":"Team 1","color":"#f00"}"##, ##"{"id":1,"name":"Team 1","color":"#0f0"}"##,
        ]
        #expect(details == expected.map { #"{"previous":\#($0)}"# })
    }

    @Test("A player that is altered: name, team, buzzer, and the score as it is")
    func previousPlayer() {
        var game = Transcript()
        let details = details(
            [
                .right(1, 1), .host(.updatePlayer(1, PlayerPatch(name: "Ada", teamID: .set(nil), buzzer: .set(3)))),
                .host(.deleteTeam(2)), .host(.updatePlayer(2, PlayerPatch(name: "Bob"))),
            ], in: &game)
        let ada = #"{"id":1,"team_id":1,"name":"Player 1","buzzer":null,"score":200,"version":1}"#
        let bob = #"{"id":2,"team_id":null,"name":"Player 2","buzzer":null,"score":0,"version":0}"#
        #expect(details[1] == #"{"previous":\#(ada)}"#)
        #expect(details[3] == #"{"previous":\#(bob)}"#)
    }

    @Test("What is made needs no detail, but a question's text is in no message")
    func created() {
        var game = Transcript()
        let details = details(
            [
                .host(.createBoard(BoardPatch())), .host(.createCategory(boardID: 1, CategoryPatch(name: "New"))),
                .host(.createTeam(TeamPatch(name: "New"))), .host(.createPlayer(PlayerPatch(name: "New"))),
                .host(.createQuestion(categoryID: 1, QuestionPatch(text: "§New?", answer: "§Yes", points: 5))),
            ], in: &game)
        let question =
            #"{"id":6,"text":"§New?","answer":"§Yes","points":5,"flags":[],"order":2,"answered":false,"version":0}"#
        #expect(details == [nil, nil, nil, nil, #"{"question":\#(question)}"#])
    }

    @Test("A deleted question as it was")
    func question() {
        var game = Transcript()
        let details = details(
            [.host(.updateQuestion(1, QuestionPatch(answered: true, points: 7))), .host(.deleteQuestion(1))], in: &game)
        let question =
            #"{"id":1,"text":"§Which 1?","answer":"§That 1","points":7,"flags":[],"order":0,"answered":true,"version":1}"#
        #expect(details[1] == #"{"question":\#(question)}"#)
    }

    @Test("A deleted board with its categories and questions, in their order, those of the same batch too")
    func board() {
        var game = Transcript()
        let patch = QuestionPatch(text: "§New?", points: 5, order: 0)
        let details = details(
            [
                .host(.createQuestion(categoryID: 1, patch)), .host(.updateCategory(1, CategoryPatch(order: 2))),
                .host(.createCategory(boardID: 1, CategoryPatch(name: "Empty", order: 1))),
                .host(.updateQuestion(2, QuestionPatch(answered: true))), .host(.deleteBoard(1)),
            ], in: &game)
        func question(_ id: Int, _ points: Int, order: Int, _ rest: String) -> String {
            #"{"id":\#(id),"text":"§Which \#(id)?","answer":"§That \#(id)","points":\#(points),"flags":[],"order":\#(order),\#(rest)}"#
        }
        let untouched = #""answered":false,"version":0"#
        let new = #"{"id":6,"text":"§New?","answer":"","points":5,"flags":[],"order":0,\#(untouched)}"#
        let first = [question(1, 200, order: 0, untouched), new]
        let second = question(2, 400, order: 1, #""answered":true,"version":1"#)
        let categories = [
            #"{"id":5,"name":"Empty","description":"","order":1,"questions":[]}"#,
            #"{"id":2,"name":"Topic 2","description":"","order":1,"questions":[\#(question(3, 100, order: 0, untouched))]}"#,
            #"{"id":1,"name":"Topic 1","description":"","order":2,"questions":[\#(first.joined(separator: ",")),\#(second)]}"#,
        ]
        let sorted = [categories[1], categories[0], categories[2]].joined(separator: ",")
        #expect(details[4] == #"{"board":{"id":1,"name":"Round 1","order":0,"categories":[\#(sorted)]}}"#)
    }

    @Test("A deleted category with its questions, and where it was")
    func category() {
        var game = Transcript()
        let details = details([.host(.deleteCategory(2)), .host(.deleteBoard(2))], in: &game)
        func topic(_ id: Int, question: Int, points: Int32) -> String {
            #"{"id":\#(id),"name":"Topic \#(id)","description":"","order":\#(id == 2 ? 1 : 0),"questions":[{"id":\#(question),"#
                + #""text":"§Which \#(question)?","answer":"§That \#(question)","points":\#(points),"flags":[],"order":0,"#
                + #""answered":false,"version":0}]}"#
        }
        #expect(details[0] == #"{"board_id":1,"category":\#(topic(2, question: 3, points: 100))}"#)
        let board = #"{"id":2,"name":"Round 2","order":1,"categories":[\#(topic(3, question: 4, points: .max))]}"#
        #expect(details[1] == #"{"board":\#(board)}"#)
    }

    @Test("A deleted team, and who was in it by then")
    func team() {
        var game = Transcript()
        let details = details(
            [
                .host(.createPlayer(PlayerPatch(name: "Ada", teamID: .set(1)))),
                .host(.updatePlayer(3, PlayerPatch(teamID: .set(1)))), .host(.deleteTeam(1)), .host(.deleteTeam(2)),
            ], in: &game)
        #expect(details[2] == ##"{"team":{"id":1,"name":"Team 1","color":"#f00"},"player_ids":[1,3,5]}"##)
        #expect(details[3] == ##"{"team":{"id":2,"name":"Team 2","color":"#f00"},"player_ids":[2]}"##)
    }

    @Test("A deleted player, with the answers of all batches")
    func player() {
        var game = Transcript()
        game.play([.right(1, 2), .wrong(1, 1), .right(1, 3), .right(2, 1)])
        let details = details(
            [.undo(1, 3), .right(1, 4, points: -5), .right(2, 2), .host(.deletePlayer(1))], in: &game)
        let player = #"{"id":1,"team_id":1,"name":"Player 1","buzzer":null,"score":195,"version":5}"#
        let answers = [
            #"{"question_id":1,"is_correct":false,"points":-200}"#,
            #"{"question_id":2,"is_correct":true,"points":400}"#,
            #"{"question_id":4,"is_correct":true,"points":-5}"#,
        ]
        #expect(details[3] == #"{"player":\#(player),"answers":[\#(answers.joined(separator: ","))]}"#)
    }

    @Test("A board of more text than the log takes goes without a detail", arguments: [2_000, 1_800])
    func tooMuch(length: Int) {
        var store = MemoryStore.twoGames
        let text = String(repeating: "x", count: length)
        for id in 100..<2_200 as Range<Int64> {
            store.questions[id] = QuestionState(
                id: id, gameID: 1, categoryID: 1, points: 1, answered: false, version: 0)
            store.contents[id] = QuestionContent(id: id, text: text, answer: text, flags: [], position: 1, slides: nil)
        }
        var game = Transcript(store)
        let details = details([.host(.deleteBoard(1))], in: &game)
        // 2,100 × 2 × 2,000 is more than 8 MiB, and 2,100 × 2 × 1,800 is less.
        #expect((details[0] == nil) == (length == 2_000))
        #expect(game.store.questions.keys.sorted() == [4, 5])
    }
}
