/// A game's results as CSV (RFC 4180, UTF-8, lines end with CRLF): `player,team,score`, then a column for each question,
/// headed `Board / Category / points`; a line for each player, with the points of each answer, empty where there is none.
///
/// Names come from people who may not be trusted, and spreadsheets take a cell that begins with `=`, `+`, `-`, `@`, a tab or
/// a carriage return for a formula. Such a cell gets a `'` in front, unless it is a number.
enum ResultsCSV {
    struct Row: Sendable, Equatable {
        var player: String
        /// Empty without a team.
        var team = ""
        var score: Int64
        /// The points of the answer to each question, nil where there is none.
        var answers: [Int32?]
    }

    /// - Parameters:
    ///   - questions: the columns' headings.
    ///   - rows: each with as many answers as there are questions.
    static func encode(questions: [String], rows: some Sequence<Row>) -> [UInt8] {
        var text = line(["player", "team", "score"] + questions)
        for row in rows {
            text += line([row.player, row.team, String(row.score)] + row.answers.map { $0.map { String($0) } ?? "" })
        }
        return Array(text.utf8)
    }

    /// The results in a full quiz file: teams' players in order, then those without a team.
    static func encode(_ quiz: QuizFile) -> [UInt8] {
        let questions = quiz.boards.flatMap { board in
            board.categories.flatMap { category in
                category.questions.map { question in
                    [board.name, category.name, String(question.points)]
                        .filter { !$0.isEmpty }
                        .joined(separator: " / ")
                }
            }
        }
        let rows = quiz.allPlayers.lazy.map { team, player in
            var answers: [Int32?] = Array(repeating: nil, count: questions.count)
            for answer in player.answers where answers.indices.contains(answer.questionIndex) {
                answers[answer.questionIndex] = answer.points
            }
            return Row(player: player.name, team: team ?? "", score: player.score, answers: answers)
        }
        return encode(questions: questions, rows: rows)
    }

    private static func line(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    private static func cell(_ text: String) -> String {
        let safe = isFormula(text) ? "'" + text : text
        let isPlain = !safe.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        if isPlain { return safe }
        // By scalars: a quote and a combining accent after it are one Character, yet the quote has to be doubled.
        let inside = safe.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
        return "\"" + String(String.UnicodeScalarView(inside)) + "\""
    }

    private static func isFormula(_ text: String) -> Bool {
        guard let first = text.utf8.first, "=+-@\t\r".utf8.contains(first) else { return false }
        return !isNumber(text)
    }

    /// Whether the text is a sign and digits, perhaps with a fraction.
    private static func isNumber(_ text: String) -> Bool {
        let digits = text.utf8.first.map { "+-".utf8.contains($0) } == true ? text.utf8.dropFirst() : text.utf8[...]
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }
    }
}
