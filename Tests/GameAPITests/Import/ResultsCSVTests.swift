import Testing

@testable import GameAPI

@Suite("Results as CSV")
struct ResultsCSVTests {
    @Test("A line for each player, a column for each question")
    func table() {
        var quiz = QuizFile(name: "Q")
        quiz.boards = [
            .init(
                name: "One, or so",
                categories: [
                    .init(name: "Rivers", questions: [.init(text: "Q", points: 200), .init(text: "Q", points: 400)])
                ]),
            .init(name: "", categories: [.init(name: "Hills", questions: [.init(text: "Q", points: 5)])]),
        ]
        quiz.teams = [
            .init(
                name: "Reds",
                players: [
                    .init(
                        name: "Ann \"A\"",
                        answers: [
                            .init(questionIndex: 2, isCorrect: true, points: 5),
                            .init(questionIndex: 0, isCorrect: false, points: -200),
                        ])
                ])
        ]
        quiz.players = [.init(name: "Bob")]
        let expected = #"""
            player,team,score,"One, or so / Rivers / 200","One, or so / Rivers / 400",Hills / 5
            "Ann ""A""",Reds,-195,-200,,5
            Bob,,0,,,

            """#
        #expect(String(decoding: ResultsCSV.encode(quiz), as: UTF8.self) == expected.replacing("\n", with: "\r\n"))
    }

    @Test("Nobody played")
    func empty() {
        #expect(String(decoding: ResultsCSV.encode(QuizFile(name: "Q")), as: UTF8.self) == "player,team,score\r\n")
    }

    @Test(
        "Formulas are disarmed, numbers are not",
        arguments: [
            ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-a", "'-a"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""), ("=\"a\"", "\"'=\"\"a\"\"\""), ("=", "'="), ("-", "'-"), ("+1-2", "'+1-2"),
            ("-1.", "'-1."), ("-.5", "'-.5"), ("-1.2.3", "'-1.2.3"), ("=1", "'=1"), ("-٣", "'-٣"),
            ("-12", "-12"), ("+1.5", "+1.5"), ("12", "12"), ("a=b", "a=b"), ("", ""), ("'x", "'x"),
            ("\"\u{301}", "\"\"\"\u{301}\""), ("a\nb", "\"a\nb\""),
        ])
    func formulas(name: String, cell: String) {
        let text = ResultsCSV.encode(questions: [], rows: [.init(player: name, score: 0, answers: [])])
        #expect(Array(String(decoding: text, as: UTF8.self).utf8) == Array("player,team,score\r\n\(cell),,0\r\n".utf8))
    }

    @Test("What is written can be read again")
    func readable() {
        var random = RandomQuiz(seed: 5)
        for _ in 0..<50 {
            let quiz = random.next()
            var reader = CSVReader(ResultsCSV.encode(quiz))
            var records: [CSVRecord] = []
            while let record = reader.next() { records.append(record) }
            #expect(records.allSatisfy { $0.fault == nil && $0.cells.count == 3 + quiz.questionCount })
            #expect(records.dropFirst().map { $0.cells[2] } == quiz.allPlayers.map { String($0.player.score) })
        }
    }
}
