import Testing

@testable import GameAPI

@Suite("Quiz JSON, there and back")
struct QuizJSONRoundTripTests {
    private static let exportedAt = "2026-01-31T20:15:00Z"

    @Test("A full export is the same quiz when it is read again", arguments: 0..<300 as Range<UInt64>)
    func full(seed: UInt64) throws {
        var random = RandomQuiz(seed: seed)
        let quiz = random.next()
        let file = QuizJSON.encode(quiz, mode: .full, exportedAt: Self.exportedAt)
        #expect(try QuizJSON.parse(file) == quiz)
    }

    @Test("A template is the same quiz without what was played", arguments: 0..<300 as Range<UInt64>)
    func template(seed: UInt64) throws {
        var random = RandomQuiz(seed: seed)
        let quiz = random.next()
        let file = QuizJSON.encode(quiz, mode: .template, exportedAt: Self.exportedAt)
        let read = try QuizJSON.parse(file)
        #expect(read == quiz.asTemplate())
        #expect(read.allPlayers.isEmpty)
    }

    @Test("Slides keep the order of their members and the digits of their numbers, byte for byte")
    func slides() throws {
        let slides = #"[{"z":1.50,"a":[1e400,-0,{"":null}],"text":"a \"b\" / c"},12345678901234567890123]"#
        var quiz = QuizFile(name: "Slides")
        quiz.boards = [
            .init(
                name: "",
                categories: [.init(name: "C", questions: [.init(text: "Q", points: 1, slides: slides)])])
        ]
        let file = QuizJSON.encode(quiz, mode: .template, exportedAt: Self.exportedAt)
        let text = String(decoding: file, as: UTF8.self)
        #expect(text.contains(#""slides":"# + slides))
        #expect(try QuizJSON.parse(file) == quiz)
    }

    @Test("The export says what it is")
    func envelope() throws {
        var quiz = QuizFile(name: "Pub \"night\"")
        quiz.metadata = #"{"original_game_id":3}"#
        let file = QuizJSON.encode(quiz, mode: .full, exportedAt: Self.exportedAt, metadata: #"{"original_game_id":7}"#)
        let expected = """
            {"export_version":"1.0","mode":"full","exported_at":"2026-01-31T20:15:00Z","game":{\
            "name":"Pub \\"night\\"","mode":"jeopardy","points_term":"points","boards":[],\
            "metadata":{"original_game_id":7}}}
            """
        #expect(String(decoding: file, as: UTF8.self) == expected)
    }

    @Test("Fields that say nothing are left out, and players without a team are written only when there are any")
    func sparse() {
        var quiz = QuizFile(name: "N")
        quiz.boards = [
            .init(name: "B", categories: [.init(name: "C", questions: [.init(text: "Q", answer: "A", points: 5)])])
        ]
        quiz.teams = [.init(name: "T", players: [.init(name: "P")])]
        let text = String(decoding: QuizJSON.encode(quiz, mode: .full, exportedAt: Self.exportedAt), as: UTF8.self)
        #expect(text.contains(#"{"name":"C","questions":[{"text":"Q","answer":"A","points":5}]}"#))
        #expect(text.contains(#""teams":[{"name":"T","color":"","players":[{"name":"P"}]}]"#))
        #expect(!text.contains("metadata") && !text.contains(#"]}],"players""#))
    }
}
