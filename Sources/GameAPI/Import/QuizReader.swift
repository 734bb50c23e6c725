/// Turns a JSON document into a quiz, or finds all that keeps it from being one.
///
/// It goes on after a problem; what it made then must not be used.
struct QuizReader {
    private(set) var problems = QuizProblems()
    /// The points of every question so far: an answer refers to its question by the place in here.
    private var points: [Int32] = []
    private var playerCount = 0
    private var isTemplate = false

    mutating func quiz(_ document: JSONValue) -> QuizFile {
        guard case .object(let members) = document else {
            problems.add("line 1", "Put the quiz in an object in braces {}; this document is \(document.kind).")
            return QuizFile(name: "")
        }
        let file = QuizObject(members: members, path: "")
        checkVersion(file)
        guard let game = problems.object("game", of: file) else { return QuizFile(name: "") }
        isTemplate = mode(file, game) == .template

        var quiz = QuizFile(name: problems.text("name", of: game, GameLimits.name))
        quiz.mode = problems.text("mode", of: game, GameLimits.mode, default: "jeopardy")
        quiz.pointsTerm = problems.text("points_term", of: game, GameLimits.pointsTerm, default: "points")
        quiz.metadata = metadata(game)
        let boards = problems.objects("boards", of: game, isRequired: true)
        limit(boards.count, "boards", to: GameLimits.boards, at: "game.boards")
        quiz.boards = boards.map { board($0) }
        limit(points.count, "questions", to: GameLimits.questions, at: "game.boards")
        guard !isTemplate else { return quiz }

        let teams = problems.objects("teams", of: game)
        limit(teams.count, "teams", to: GameLimits.teams, at: "game.teams")
        quiz.teams = teams.map { team($0) }
        quiz.players = players(game)
        limit(playerCount, "players", to: GameLimits.players, at: "game")
        return quiz
    }

    private mutating func checkVersion(_ file: QuizObject) {
        switch file.value("export_version") {
        case .string("1.0"): return
        case nil: problems.add("export_version", "Add this field: \"1.0\".")
        default: problems.add("export_version", "Write \"1.0\" here; other versions are unknown.")
        }
    }

    private mutating func mode(_ file: QuizObject, _ game: QuizObject) -> QuizJSON.Mode {
        switch file.value("mode") {
        case nil, .string(""):
            return game.value("teams") == nil && game.value("players") == nil ? .template : .full
        case .string(let name)?:
            if let mode = QuizJSON.Mode(rawValue: name) { return mode }
        default: break
        }
        problems.add("mode", "Write \"template\" or \"full\" here, or leave this field out.")
        return .template
    }

    private mutating func metadata(_ game: QuizObject) -> String? {
        switch game.value("metadata") {
        case nil: return nil
        case .object(let members): return JSONValue.object(members).text
        case let value?:
            problems.add("game.metadata", "Write an object in braces {} here; this is \(value.kind).")
            return nil
        }
    }

    private mutating func board(_ object: QuizObject) -> QuizFile.Board {
        let name = problems.text("name", of: object, GameLimits.boardName, default: "")
        let categories = problems.objects("categories", of: object, isRequired: true)
        limit(categories.count, "categories", to: GameLimits.categoriesPerBoard, at: object.path(of: "categories"))
        return QuizFile.Board(name: name, categories: categories.map { category($0) })
    }

    private mutating func category(_ object: QuizObject) -> QuizFile.Category {
        QuizFile.Category(
            name: problems.text("name", of: object, GameLimits.name),
            description: problems.text("description", of: object, GameLimits.description, default: ""),
            questions: problems.objects("questions", of: object, isRequired: true).map { question($0) })
    }

    private mutating func question(_ object: QuizObject) -> QuizFile.Question {
        var question = QuizFile.Question(
            text: problems.text("text", of: object, GameLimits.questionText),
            answer: problems.text("answer", of: object, GameLimits.answerText, default: ""),
            points: Int32(problems.integer("points", of: object, GameLimits.questionPoints, isRequired: true) ?? 0))
        question.flags = flags(object)
        if let slides = problems.list("slides", of: object), !slides.isEmpty {
            question.slides = JSONValue.array(slides).text
        }
        if !isTemplate { question.answered = problems.boolean("answered", of: object, default: false) }
        points.append(question.points)
        return question
    }

    private mutating func flags(_ object: QuizObject) -> [String] {
        let elements = problems.list("flags", of: object) ?? []
        limit(elements.count, "flags", to: GameLimits.flagsPerQuestion, at: object.path(of: "flags"))
        var flags: [String] = []
        for (index, element) in elements.enumerated() {
            let path = "\(object.path(of: "flags"))[\(index)]"
            if case .string(let flag) = element {
                if let complaint = GameLimits.complaint(about: flag, limit: GameLimits.flag) {
                    problems.add(path, complaint)
                }
                flags.append(flag)
            } else {
                problems.add(path, "Write a text of 1 to 50 characters here; this is \(element.kind).")
            }
        }
        return flags
    }

    private mutating func limit(_ count: Int, _ what: String, to limit: Int, at path: String) {
        if count > limit { problems.add(path, "Leave at most \(limit) \(what) here; there are \(count).") }
    }
}

/// Who plays, and what they answered.
extension QuizReader {
    private mutating func team(_ object: QuizObject) -> QuizFile.Team {
        let name = problems.text("name", of: object, GameLimits.name)
        let color = problems.text("color", of: object, 0...9, default: "")
        if color.utf8.count <= 9, !GameLimits.isColor(color) {
            problems.add(object.path(of: "color"), "Write a colour as #rgb, #rrggbb or #rrggbbaa, or an empty text.")
        }
        return QuizFile.Team(name: name, color: color, players: players(object))
    }

    private mutating func players(_ object: QuizObject) -> [QuizFile.Player] {
        let players = problems.objects("players", of: object)
        playerCount += players.count
        return players.map { player($0) }
    }

    private mutating func player(_ object: QuizObject) -> QuizFile.Player {
        var player = QuizFile.Player(name: problems.text("name", of: object, GameLimits.name))
        if let buzzer = problems.integer("buzzer", of: object, GameLimits.buzzer, isRequired: false) {
            player.buzzer = Int16(buzzer)
        }
        var seen: Set<Int> = []
        for entry in problems.objects("answers", of: object) {
            guard let answer = answer(entry) else { continue }
            guard seen.insert(answer.questionIndex).inserted else {
                problems.add(
                    entry.path(of: "question_index"),
                    "Leave one answer of this player to question \(answer.questionIndex); there is another.")
                continue
            }
            player.answers.append(answer)
        }
        if Int32(exactly: player.score) == nil {
            problems.add(
                object.path(of: "answers"),
                "Lower the points: their sum, \(player.score), is not from \(Int32.min) to \(Int32.max).")
        }
        return player
    }

    private mutating func answer(_ object: QuizObject) -> QuizFile.Answer? {
        let isCorrect = problems.boolean("is_correct", of: object)
        let given = problems.integer("points", of: object, GameLimits.answerPoints, isRequired: false)
        let answeredAt = timestamp("answered_at", of: object)
        guard !points.isEmpty else {
            problems.add(object.path, "Take out this answer: the file has no questions.")
            return nil
        }
        let places = 0...points.count - 1
        guard let index = problems.integer("question_index", of: object, places, isRequired: true) else { return nil }
        let own = isCorrect ? points[index] : -points[index]
        return QuizFile.Answer(
            questionIndex: index, isCorrect: isCorrect, points: given.map { Int32($0) } ?? own, answeredAt: answeredAt)
    }

    private mutating func timestamp(_ name: String, of object: QuizObject) -> String? {
        guard let value = object.value(name) else { return nil }
        guard case .string(let text) = value, QuizTimestamp.isValid(text) else {
            problems.add(
                object.path(of: name), "Write a time as 2026-01-31T20:15:00Z here, or leave this field out.")
            return nil
        }
        return text
    }
}
