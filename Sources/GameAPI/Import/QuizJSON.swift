/// The quiz format of aolkin/quizzer's export, version "1.0".
///
///     {"export_version": "1.0", "mode": "template", "game": {"name": "…", "mode": "jeopardy", "points_term": "points",
///      "boards": [{"name": "…", "categories": [{"name": "…", "description": "…", "questions": [
///        {"text": "…", "answer": "…", "points": 200, "flags": ["…"], "slides": […], "answered": false}]}]}],
///      "teams": [{"name": "…", "color": "#ff0000", "players": [{"name": "…", "buzzer": 1, "answers": [
///        {"question_index": 0, "is_correct": true, "points": 200, "answered_at": "2026-01-31T20:15:00Z"}]}]}],
///      "metadata": {…}}}
///
/// Fields it does not know are ignored (`order`, `type`): the order is the file's. A field that is null counts as left out.
enum QuizJSON {
    /// Whether a file holds only what is asked, or a game with its players as well.
    enum Mode: String, Sendable, CaseIterable {
        case template
        case full
    }

    /// The quiz in a JSON file (UTF-8, with or without a byte order mark).
    ///
    /// A file without `mode` is full if it has `teams` (or `players`), else a template; of a template, `answered`, `teams`
    /// and `players` are dropped unread. An answer without `points` gets its question's, negative if it is wrong.
    static func parse(_ bytes: [UInt8]) throws(QuizFileError) -> QuizFile {
        let document = try JSONParser.parse(try QuizText.checked(bytes))
        var reader = QuizReader()
        let quiz = reader.quiz(document)
        try reader.problems.throwIfAny()
        return quiz
    }

    /// The file from which ``parse(_:)`` makes the same quiz again (for a template: ``QuizFile/asTemplate()``).
    ///
    /// Fields that say nothing (no flags, an empty description) are left out, as in the original format.
    /// - Parameters:
    ///   - quiz: its `slides` and `metadata` go out as they are, so they have to be JSON.
    ///   - exportedAt: RFC 3339.
    ///   - metadata: a JSON object in place of the quiz's own, e.g. `{"original_game_id":5,"created_at":"…"}`.
    static func encode(_ quiz: QuizFile, mode: Mode, exportedAt: String, metadata: String? = nil) -> [UInt8] {
        var game = JSONText()
        game.add("name", quiz.name)
        game.add("mode", quiz.mode)
        game.add("points_term", quiz.pointsTerm)
        game.add("boards", json: list(quiz.boards) { text($0, mode) })
        if let metadata = metadata ?? quiz.metadata { game.add("metadata", json: metadata) }
        if mode == .full {
            if !quiz.teams.isEmpty { game.add("teams", json: list(quiz.teams) { text($0) }) }
            if !quiz.players.isEmpty { game.add("players", json: list(quiz.players) { text($0) }) }
        }
        var file = JSONText()
        file.add("export_version", "1.0")
        file.add("mode", mode.rawValue)
        file.add("exported_at", exportedAt)
        file.add("game", json: game.finish())
        return Array(file.finish().utf8)
    }

    private static func text(_ board: QuizFile.Board, _ mode: Mode) -> String {
        var object = JSONText()
        object.add("name", board.name)
        object.add("categories", json: list(board.categories) { text($0, mode) })
        return object.finish()
    }

    private static func text(_ category: QuizFile.Category, _ mode: Mode) -> String {
        var object = JSONText()
        object.add("name", category.name)
        if !category.description.isEmpty { object.add("description", category.description) }
        object.add("questions", json: list(category.questions) { text($0, mode) })
        return object.finish()
    }

    private static func text(_ question: QuizFile.Question, _ mode: Mode) -> String {
        var object = JSONText()
        object.add("text", question.text)
        object.add("answer", question.answer)
        object.add("points", question.points)
        if let slides = question.slides {
            object.add("type", "slides")
            object.add("slides", json: slides)
        }
        if !question.flags.isEmpty { object.add("flags", question.flags) }
        if mode == .full, question.answered { object.add("answered", true) }
        return object.finish()
    }

    private static func text(_ team: QuizFile.Team) -> String {
        var object = JSONText()
        object.add("name", team.name)
        object.add("color", team.color)
        object.add("players", json: list(team.players) { text($0) })
        return object.finish()
    }

    private static func text(_ player: QuizFile.Player) -> String {
        var object = JSONText()
        object.add("name", player.name)
        if let buzzer = player.buzzer { object.add("buzzer", buzzer) }
        if !player.answers.isEmpty { object.add("answers", json: list(player.answers) { text($0) }) }
        return object.finish()
    }

    private static func text(_ answer: QuizFile.Answer) -> String {
        var object = JSONText()
        object.add("question_index", answer.questionIndex)
        object.add("is_correct", answer.isCorrect)
        if let answeredAt = answer.answeredAt { object.add("answered_at", answeredAt) }
        object.add("points", answer.points)
        return object.finish()
    }

    private static func list<Element>(_ elements: [Element], _ text: (Element) -> String) -> String {
        "[" + elements.map(text).joined(separator: ",") + "]"
    }
}
