import TestSupport

@testable import GameAPI

/// Quizzes of all shapes: empty lists, texts full of quotes and accents, slides of nested JSON.
struct RandomQuiz {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func next() -> QuizFile {
        var quiz = QuizFile(name: text(1...30))
        quiz.mode = chance(8) ? "jeopardy" : "ladder"
        quiz.pointsTerm = text(1...10)
        quiz.boards = many(0...3) { random in
            QuizFile.Board(
                name: random.text(0...20),
                categories: random.many(0...4) { random in
                    QuizFile.Category(
                        name: random.text(1...20), description: random.text(0...20),
                        questions: random.many(0...5) { $0.question() })
                })
        }
        quiz.teams = many(0...3) { random in
            QuizFile.Team(
                name: random.text(1...20),
                color: ["", "#a0F", "#00ff7f", "#00ff7f80"].randomElement(using: &random.generator) ?? "",
                players: random.many(0...3) { $0.player(questions: quiz.questionCount) })
        }
        quiz.players = many(0...2) { $0.player(questions: quiz.questionCount) }
        if chance(2) { quiz.metadata = JSONValue.object([.init(name: text(1...5), value: value(depth: 2))]).text }
        return quiz
    }

    private mutating func question() -> QuizFile.Question {
        QuizFile.Question(
            text: text(1...60), answer: text(0...30), points: Int32.random(in: 0...Int32.max, using: &generator),
            flags: many(0...3) { $0.text(1...10) },
            slides: chance(3) ? JSONValue.array(many(1...3) { $0.value(depth: 3) }).text : nil,
            answered: chance(2))
    }

    private mutating func player(questions: Int) -> QuizFile.Player {
        let answered = (0..<questions).shuffled(using: &generator).prefix(Int.random(in: 0...5, using: &generator))
        return QuizFile.Player(
            name: text(1...20), buzzer: chance(2) ? Int16.random(in: 0...Int16.max, using: &generator) : nil,
            answers: answered.map { index in
                QuizFile.Answer(
                    questionIndex: index, isCorrect: chance(2),
                    // Any five of these stay within 32 bits.
                    points: Int32.random(in: -400_000_000...400_000_000, using: &generator),
                    answeredAt: chance(2) ? "2026-01-31T20:15:00.123456+00:00" : nil)
            })
    }

    private mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: depth > 0 ? 0...6 : 2...6, using: &generator) {
        case 0: return .array(many(0...3) { $0.value(depth: depth - 1) })
        case 1:
            var names: Set<String> = []
            return .object(
                many(0...3) { JSONValue.Member(name: $0.text(0...8), value: $0.value(depth: depth - 1)) }
                    .filter { names.insert($0.name).inserted })
        case 2: return .null
        case 3: return .bool(chance(2))
        case 4, 5:
            let numbers = [
                "0", "-0.0", "1e400", "3.14159265358979323846264338327950288419716939937510582", "-17", "1E-9",
            ]
            return .number(numbers.randomElement(using: &generator) ?? "1")
        default: return .string(text(0...20))
        }
    }

    private mutating func text(_ length: ClosedRange<Int>) -> String {
        let alphabet: [Unicode.Scalar] = [
            "a", "Z", "7", " ", "\"", "\\", "/", ",", ";", "|", "\n", "\r", "\t", "\u{1}", "\u{7F}", "é", "e",
            "\u{301}",
            "ß", "字", "🎲", "\u{200D}", "\u{2028}", "\u{FFFF}", "{", "]", "'", "=",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: length, using: &generator) {
            text.append(alphabet.randomElement(using: &generator) ?? "x")
        }
        return String(text)
    }

    private mutating func many<Element>(
        _ count: ClosedRange<Int>, _ make: (inout RandomQuiz) -> Element
    ) -> [Element] {
        (0..<Int.random(in: count, using: &generator)).map { _ in make(&self) }
    }

    private mutating func chance(_ sides: Int) -> Bool {
        Int.random(in: 0..<sides, using: &generator) == 0
    }
}
