import Testing

@testable import GameAPI

@Suite("Quiz JSON")
struct QuizJSONTests {
    private static func parse(_ text: String) throws -> QuizFile {
        try QuizJSON.parse(Array(text.utf8))
    }

    private static let played = """
        "teams": [{"name": "Reds", "color": "#FF0000", "players": [
            {"name": "Ann", "buzzer": 0, "answers": [
                {"question_index": 0, "is_correct": true, "answered_at": "2026-01-31T20:15:00.5+00:00"},
                {"question_index": 2, "is_correct": false},
                {"question_index": 1, "is_correct": false, "points": 0}]},
            {"name": "Bob", "buzzer": null, "answers": null}]}]
        """
    private static let boards = """
        "boards": [
            {"name": "One", "order": 7, "categories": [
                {"name": "Rivers", "order": 0, "description": "Wet", "questions": [
                    {"text": "Q0", "answer": "A0", "points": 100, "type": "text", "flags": ["dino"], "answered": true},
                    {"text": "Q1", "answer": "A1", "points": 200.0, "flags": [], "slides": [], "order": 1}]}]},
            {"name": "", "categories": [{"name": "Hills", "questions": [{"text": "Q2", "points": 3e2}]}]}]
        """

    private static func file(mode: String = "", players: String = "", envelope: String = "") -> String {
        """
        {"export_version": "1.0", \(mode) "exported_at": "whenever", "extra": [1],
         "game": {"id": 5, "name": "Quiz", "mode": "jeopardy", "metadata": {"original_game_id": 7},
                  \(boards)\(players.isEmpty ? "" : ", " + players)}}
        """
    }

    @Test("The smallest file")
    func smallest() throws {
        let quiz = try Self.parse(#"{"export_version":"1.0","game":{"name":"Q","boards":[]}}"#)
        #expect(quiz == QuizFile(name: "Q"))
        #expect(quiz.mode == "jeopardy" && quiz.pointsTerm == "points" && quiz.metadata == nil)
    }

    @Test("A game with players, as the original exports it", arguments: ["", #""mode": "full","#, #""mode": null,"#])
    func full(mode: String) throws {
        var expected = QuizFile(name: "Quiz")
        expected.metadata = #"{"original_game_id":7}"#
        expected.boards = [
            .init(
                name: "One",
                categories: [
                    .init(
                        name: "Rivers", description: "Wet",
                        questions: [
                            .init(text: "Q0", answer: "A0", points: 100, flags: ["dino"], answered: true),
                            .init(text: "Q1", answer: "A1", points: 200),
                        ])
                ]),
            .init(name: "", categories: [.init(name: "Hills", questions: [.init(text: "Q2", points: 300)])]),
        ]
        expected.teams = [
            .init(
                name: "Reds", color: "#FF0000",
                players: [
                    .init(
                        name: "Ann", buzzer: 0,
                        answers: [
                            .init(
                                questionIndex: 0, isCorrect: true, points: 100,
                                answeredAt: "2026-01-31T20:15:00.5+00:00"),
                            .init(questionIndex: 2, isCorrect: false, points: -300),
                            .init(questionIndex: 1, isCorrect: false, points: 0),
                        ]),
                    .init(name: "Bob"),
                ])
        ]
        let quiz = try Self.parse(Self.file(mode: mode, players: Self.played))
        #expect(quiz == expected)
        #expect(quiz.questionCount == 3)
        #expect(quiz.allPlayers.map(\.player.score) == [-200, 0])
        #expect(quiz.allPlayers.map(\.team) == ["Reds", "Reds"])
    }

    @Test("A template drops what was played, even where it is nonsense")
    func template() throws {
        let full = try Self.parse(Self.file(players: Self.played))
        let mode = #""mode": "template","#
        #expect(try Self.parse(Self.file(mode: mode, players: Self.played)) == full.asTemplate())
        #expect(try Self.parse(Self.file(mode: mode, players: #""teams": 5, "players": "x""#)) == full.asTemplate())
        #expect(try Self.parse(Self.file()) == full.asTemplate())
        #expect(try Self.parse(Self.file(players: #""teams": null"#)) == full.asTemplate())
    }

    @Test("A full game without teams keeps which questions are answered")
    func fullWithoutTeams() throws {
        let quiz = try Self.parse(Self.file(mode: #""mode": "full","#))
        #expect(quiz.boards[0].categories[0].questions[0].answered)
        #expect(quiz.allPlayers.isEmpty)
    }

    @Test("Players without a team make a file full, too")
    func teamless() throws {
        let players = #""players": [{"name": "Cy", "answers": [{"question_index": 1, "is_correct": true}]}]"#
        let quiz = try Self.parse(Self.file(players: players))
        #expect(
            quiz.players == [
                .init(name: "Cy", answers: [.init(questionIndex: 1, isCorrect: true, points: 200, answeredAt: nil)])
            ])
        #expect(quiz.allPlayers.map(\.team) == [nil])
        #expect(quiz.boards[0].categories[0].questions[0].answered)
    }

    @Test("A byte order mark does no harm")
    func byteOrderMark() throws {
        let plain = try Self.parse(Self.file())
        #expect(try QuizJSON.parse([0xEF, 0xBB, 0xBF] + Array(Self.file().utf8)) == plain)
    }

    @Test("A score may take all of 32 bits")
    func extremes() throws {
        let players = """
            "players": [
                {"name": "Top", "answers": [{"question_index": 0, "is_correct": true, "points": 2147483646},
                                            {"question_index": 1, "is_correct": true, "points": 1}]},
                {"name": "Low", "answers": [{"question_index": 0, "is_correct": false, "points": -2147483648}]}]
            """
        let quiz = try Self.parse(Self.file(players: players))
        #expect(quiz.players.map(\.score) == [Int64(Int32.max), Int64(Int32.min)])
    }
}
