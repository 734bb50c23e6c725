/// A quiz as a table: `round,category,points,question,answer[,flags]`, one record for each question (RFC 4180).
///
/// The first line names the columns, in any case and order. Cells are separated by commas, semicolons or tabs, whichever the
/// first line uses; flags by `|` or `;`. Rounds become boards, and they and their categories stand in the order in which
/// they first appear; a category belongs to its round, so two rounds may each have their own of one name.
enum QuizCSV {
    /// The quiz in a CSV file (UTF-8, with or without a byte order mark), without players.
    ///
    /// White space around rounds, categories, points and flags is dropped; questions and answers are kept as they are.
    /// - Parameter name: the quiz's, as the table has no place for it.
    static func parse(_ bytes: [UInt8], name: String = "Imported quiz") throws(QuizFileError) -> QuizFile {
        let bytes = try QuizText.checked(bytes)
        var reader = CSVReader(bytes, separator: QuizCSVHeader.separator(of: bytes))
        guard let first = reader.nextFilled() else {
            throw QuizFileError(
                "line 1", "Write a first line with the columns' names: round,category,points,question,answer,flags.")
        }
        var problems = QuizProblems()
        let header = QuizCSVHeader(first, problems: &problems)
        try problems.throwIfAny()

        var table = QuizTable(name: name, header: header)
        while !table.problems.isFull, table.questionCount <= GameLimits.questions, let record = reader.nextFilled() {
            table.add(record)
        }
        if table.problems.list.isEmpty, table.questionCount == 0 {
            throw QuizFileError("line \(first.line + 1)", "Write a line for each question below the columns' names.")
        }
        try table.problems.throwIfAny()
        return table.quiz
    }
}

/// Sorts records into rounds and categories.
private struct QuizTable {
    private(set) var quiz: QuizFile
    private(set) var questionCount = 0
    private(set) var problems = QuizProblems()

    private let header: QuizCSVHeader
    /// Round's name → its place, and category's name → its place there.
    private var rounds: [String: (place: Int, categories: [String: Int])] = [:]

    init(name: String, header: QuizCSVHeader) {
        quiz = QuizFile(name: name)
        self.header = header
    }

    mutating func add(_ record: CSVRecord) {
        if let fault = record.fault {
            return problems.add(header.location(record, place: fault.cell), fault.detail)
        }
        if let place = header.strayCell(of: record) {
            return problems.add(
                header.location(record, place: place),
                "Put cells that contain the separator in double quotes: this cell is beyond the named columns.")
        }
        questionCount += 1
        if questionCount == GameLimits.questions + 1 {
            problems.add("line \(record.line)", "Leave at most \(GameLimits.questions) questions in a file.")
        }
        let round = text(record, .round, GameLimits.name, isTrimmed: true)
        let category = text(record, .category, GameLimits.name, isTrimmed: true)
        let question = QuizFile.Question(
            text: text(record, .question, GameLimits.questionText),
            answer: text(record, .answer, GameLimits.answerText),
            points: points(record),
            flags: flags(record))
        place(question, round, category, record)
    }

    private mutating func place(
        _ question: QuizFile.Question, _ roundName: String, _ categoryName: String, _ record: CSVRecord
    ) {
        var round = rounds[roundName] ?? (quiz.boards.count, [:])
        if round.place == quiz.boards.count {
            quiz.boards.append(.init(name: roundName))
            if quiz.boards.count > GameLimits.boards {
                problems.add(header.location(record, .round), "Leave at most \(GameLimits.boards) rounds in a file.")
            }
        }
        let category = round.categories[categoryName] ?? quiz.boards[round.place].categories.count
        if category == quiz.boards[round.place].categories.count {
            quiz.boards[round.place].categories.append(.init(name: categoryName))
            round.categories[categoryName] = category
            if category >= GameLimits.categoriesPerBoard {
                problems.add(
                    header.location(record, .category),
                    "Leave at most \(GameLimits.categoriesPerBoard) categories in a round.")
            }
        }
        rounds[roundName] = round
        quiz.boards[round.place].categories[category].questions.append(question)
    }

    private mutating func text(
        _ record: CSVRecord, _ column: QuizCSVHeader.Column, _ limit: ClosedRange<Int>, isTrimmed: Bool = false
    ) -> String {
        guard let cell = header.cell(record, column) else {
            problems.add(header.location(record, column), "Add this cell: the line ends before it.")
            return ""
        }
        let trimmed = cell.trimmed()
        let text = isTrimmed || trimmed.isEmpty ? trimmed : cell
        if let complaint = GameLimits.complaint(about: text, limit: limit) {
            problems.add(header.location(record, column), complaint)
        }
        return text
    }

    private mutating func points(_ record: CSVRecord) -> Int32 {
        let cell = header.cell(record, .points)?.trimmed() ?? ""
        if let points = Int32(cell), points >= 0 { return points }
        problems.add(
            header.location(record, .points),
            "Write a whole number from 0 to \(Int32.max), without unit or thousands separators"
                + (cell.isEmpty ? "; this is empty." : "; this is \"\(cell.prefix(40))\"."))
        return 0
    }

    private mutating func flags(_ record: CSVRecord) -> [String] {
        let flags = (header.cell(record, .flags) ?? "")
            .split(whereSeparator: { $0 == "|" || $0 == ";" })
            .map { $0.trimmed() }
            .filter { !$0.isEmpty }
        if flags.count > GameLimits.flagsPerQuestion {
            problems.add(
                header.location(record, .flags),
                "Leave at most \(GameLimits.flagsPerQuestion) flags here; there are \(flags.count).")
        }
        for flag in flags where GameLimits.complaint(about: flag, limit: GameLimits.flag) != nil {
            problems.add(
                header.location(record, .flags),
                "Shorten the flag \"\(flag.prefix(20))…\" to at most \(GameLimits.flag.upperBound) characters.")
        }
        return flags
    }
}
