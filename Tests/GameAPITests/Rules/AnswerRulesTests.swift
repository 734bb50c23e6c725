import Testing

@testable import GameAPI

/// What recording an answer and taking it back do to a score.
@Suite("Answers")
struct AnswerRulesTests {
    @Test("A right answer adds the question's points, a wrong one takes them away")
    func record() {
        var game = Transcript()
        game.play(.right(1, 1), #"200 {"player_id":1,"score":200,"version":1}"#)
        game.play(.wrong(1, 2), #"200 {"player_id":1,"score":-200,"version":2}"#)
        #expect(game.messages == [#"{"type":"update_score","player_id":1,"score":-200,"version":2,"revision":2}"#])
    }

    @Test("The opposite answer takes the earlier one back, whatever points it names")
    func oppositeAnswer() {
        var game = Transcript()
        game.play(.right(1, 1), #"200 {"player_id":1,"score":200,"version":1}"#)
        game.play(.wrong(1, 1, points: -50), #"200 {"player_id":1,"score":0,"version":2}"#)
        #expect(game.store.answers.isEmpty)
        game.play(.wrong(1, 1), #"200 {"player_id":1,"score":-200,"version":3}"#)
        game.play(.right(1, 1), #"200 {"player_id":1,"score":0,"version":4}"#)
        #expect(game.store.answers.isEmpty)
    }

    @Test("The same correctness again replaces the points")
    func samePointsAgain() {
        var game = Transcript()
        game.play(.right(1, 1), #"200 {"player_id":1,"score":200,"version":1}"#)
        game.play(.right(1, 1), #"200 {"player_id":1,"score":200,"version":2}"#)
        game.play(.right(1, 1, points: 350), #"200 {"player_id":1,"score":350,"version":3}"#)
        game.play(.right(1, 1, points: 0), #"200 {"player_id":1,"score":0,"version":4}"#)
        game.play(.right(1, 1), #"200 {"player_id":1,"score":200,"version":5}"#)
    }

    @Test("Points are signed and count as they are, for right and wrong alike")
    func explicitPoints() {
        var game = Transcript()
        game.play(.wrong(2, 1, points: 75), #"200 {"player_id":2,"score":75,"version":1}"#)
        game.play(.right(2, 2, points: -100), #"200 {"player_id":2,"score":-25,"version":2}"#)
        #expect(game.store.answers[AnswerKey(playerID: 2, questionID: 1)] == Answer(isCorrect: false, points: 75))
    }

    @Test("An answer is worth what its question was worth when it was recorded")
    func pointsOfAQuestionChange() {
        var game = Transcript()
        game.play(.right(1, 1), #"200 {"player_id":1,"score":200,"version":1}"#)
        game.play([
            (
                .host(.updateQuestion(1, QuestionPatch(points: 500))),
                #"200 {"question_id":1,"answered":false,"version":1}"#
            ),
            (.right(2, 1), #"200 {"player_id":2,"score":500,"version":1}"#),
            (.wrong(1, 1), #"200 {"player_id":1,"score":0,"version":2}"#),
        ])
    }

    @Test("Deleting an answer takes its points back, once")
    func undo() {
        var game = Transcript()
        game.play(.wrong(1, 2), #"200 {"player_id":1,"score":-400,"version":1}"#)
        game.play(.undo(1, 2), #"200 {"player_id":1,"score":0,"version":2}"#)
        game.play(.undo(1, 2), #"notFound("answer")"#)
        #expect(game.news.isEmpty)
        #expect(game.store.scores[1]?.version == 2)
    }

    @Test("One player several times in one batch: the versions follow each other")
    func samePlayerTwiceInABatch() {
        var game = Transcript()
        game.play([
            (.right(1, 1), #"200 {"player_id":1,"score":200,"version":1}"#),
            (.right(1, 2), #"200 {"player_id":1,"score":600,"version":2}"#),
            (.wrong(1, 1), #"200 {"player_id":1,"score":400,"version":3}"#),
            (.undo(1, 2), #"200 {"player_id":1,"score":0,"version":4}"#),
            (.undo(1, 2), #"notFound("answer")"#),
            (.wrong(1, 1), #"200 {"player_id":1,"score":-200,"version":5}"#),
        ])
        #expect(game.news.map(\.version) == [1, 2, 3, 4, 5])
        #expect(game.news.map(\.revision) == [1, 2, 3, 4, 5])
        #expect(game.store.answers == [AnswerKey(playerID: 1, questionID: 1): Answer(isCorrect: false, points: -200)])
    }

    @Test("Two games in one batch keep their own revisions")
    func twoGamesInABatch() {
        var game = Transcript()
        game.play([
            (.right(1, 1), #"200 {"player_id":1,"score":200,"version":1}"#),
            (.right(4, 5, game: 2), #"200 {"player_id":4,"score":300,"version":1}"#),
            (.right(2, 1), #"200 {"player_id":2,"score":200,"version":1}"#),
            (.wrong(4, 5, game: 2), #"200 {"player_id":4,"score":0,"version":2}"#),
        ])
        #expect(game.news.map { [$0.gameID, $0.revision] } == [[1, 1], [2, 1], [1, 2], [2, 2]])
        #expect(game.store.games.values.map(\.revision) == [2, 2])
    }

    @Test("A bad mutation among good ones harms none of them, and leaves no hole")
    func oneBadAmongGood() {
        var game = Transcript()
        game.play([
            (.right(1, 1), #"200 {"player_id":1,"score":200,"version":1}"#),
            (.right(99, 1), #"notFound("player")"#),
            (.right(1, 99), #"notFound("question")"#),
            (.right(4, 1), #"wrongGame(field: "player_id")"#),
            (.right(1, 5), #"wrongGame(field: "question_id")"#),
            (.right(1, 1, game: 77), #"notFound("game")"#),
            (.undo(1, 2), #"notFound("answer")"#),
            (.undo(99, 1), #"notFound("player")"#),
            (.undo(4, 5), #"wrongGame(field: "player_id")"#),
            (.right(1, 2), #"200 {"player_id":1,"score":600,"version":2}"#),
        ])
        #expect(game.news.map(\.revision) == [1, 2])
    }

    @Test("A score stays within 32 bits, above and below, and what would leave them changes nothing")
    func overflow() {
        var game = Transcript()
        game.play([
            (.right(1, 4), #"200 {"player_id":1,"score":2147483647,"version":1}"#),
            (.right(1, 1, points: 1), "scoreOutOfRange"),
            (.right(1, 1, points: -1), #"200 {"player_id":1,"score":2147483646,"version":2}"#),
            (.right(1, 1, points: 0), #"200 {"player_id":1,"score":2147483647,"version":3}"#),
            (.wrong(2, 4, points: .min), #"200 {"player_id":2,"score":-2147483648,"version":1}"#),
            (.wrong(2, 1, points: -1), "scoreOutOfRange"),
            (.wrong(2, 1), "scoreOutOfRange"),
            (.right(2, 1), #"200 {"player_id":2,"score":-2147483448,"version":2}"#),
            (.undo(2, 4), #"200 {"player_id":2,"score":200,"version":3}"#),
        ])
        game.play([
            (.right(1, 2, points: .min), #"200 {"player_id":1,"score":-1,"version":4}"#),
            (.wrong(1, 3), #"200 {"player_id":1,"score":-101,"version":5}"#),
            (.undo(1, 4), "scoreOutOfRange"),
            (.wrong(1, 4), "scoreOutOfRange"),
        ])
        #expect(game.news.map(\.version) == [4, 5])
    }

    @Test("A host is told what was answered, and what before; the others only the score")
    func detail() {
        var game = Transcript()
        game.play([(.right(1, 1), #"200 {"player_id":1,"score":200,"version":1}"#)])
        #expect(game.news.first?.detail == #"{"question_id":1,"answer":{"is_correct":true,"points":200}}"#)
        game.play(.right(1, 1, points: 5), #"200 {"player_id":1,"score":5,"version":2}"#)
        let replaced =
            #"{"question_id":1,"answer":{"is_correct":true,"points":5},"previous":{"is_correct":true,"points":200}}"#
        #expect(game.news.first?.detail == replaced)
        game.play(.undo(1, 1), #"200 {"player_id":1,"score":0,"version":3}"#)
        let undone = #"{"question_id":1,"answer":null,"previous":{"is_correct":true,"points":5}}"#
        #expect(game.news.first?.detail == undone)
        #expect(game.messages == [#"{"type":"update_score","player_id":1,"score":0,"version":3,"revision":3}"#])
        #expect(game.news.first?.actor == "host")
    }
}
