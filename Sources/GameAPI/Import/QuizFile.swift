/// A whole quiz, as it stands in a file: what is asked, and in a running game's file also who plays and what they answered.
///
/// It came through ``QuizJSON/parse(_:)`` or ``QuizCSV/parse(_:name:)``, so each value is within ``GameLimits``, or is put
/// together from the database for ``QuizJSON/encode(_:mode:exportedAt:metadata:)`` and ``ResultsCSV/encode(_:)``.
/// Everything keeps the file's order.
struct QuizFile: Sendable, Equatable {
    var name: String
    /// The kind of game; the format knows only `jeopardy` so far.
    var mode = "jeopardy"
    /// What points are called: "points", "dollars".
    var pointsTerm = "points"
    var boards: [Board] = []
    var teams: [Team] = []
    /// Players without a team. The format of aolkin/quizzer has none, so this is an addition to it: `players` beside `teams`.
    var players: [Player] = []
    /// `game.metadata`, a JSON object as text, kept as it came; nil when absent.
    var metadata: String?

    struct Board: Sendable, Equatable {
        var name: String
        var categories: [Category] = []
    }

    struct Category: Sendable, Equatable {
        var name: String
        var description = ""
        var questions: [Question] = []
    }

    struct Question: Sendable, Equatable {
        var text: String
        var answer = ""
        var points: Int32
        var flags: [String] = []
        /// A JSON array as text, kept as it came (order of members, digits of numbers); nil when absent or empty.
        var slides: String?
        var answered = false
    }

    struct Team: Sendable, Equatable {
        var name: String
        var color = ""
        var players: [Player] = []
    }

    struct Player: Sendable, Equatable {
        var name: String
        var buzzer: Int16?
        /// At most one for each question.
        var answers: [Answer] = []

        /// The sum of the answers' points; within 32 bits when the file came through a parser.
        var score: Int64 { answers.reduce(0) { $0 + Int64($1.points) } }
    }

    struct Answer: Sendable, Equatable {
        /// The question's place among all of the file's, counted from 0 through boards and categories.
        var questionIndex: Int
        var isCorrect: Bool
        /// What the answer adds to the score, so usually negative when it is wrong.
        var points: Int32
        /// RFC 3339; nil when the file does not tell.
        var answeredAt: String?
    }
}

extension QuizFile {
    var questionCount: Int {
        boards.reduce(0) { $0 + $1.categories.reduce(0) { $0 + $1.questions.count } }
    }

    /// Every player with the team's name (nil without a team): teams in order, then those without.
    var allPlayers: [(team: String?, player: Player)] {
        teams.flatMap { team in team.players.map { (team.name, $0) } } + players.map { (nil, $0) }
    }

    /// The quiz as if it had never been played: no teams, players, or opened questions.
    func asTemplate() -> QuizFile {
        var template = self
        template.teams = []
        template.players = []
        for board in template.boards.indices {
            for category in template.boards[board].categories.indices {
                for question in template.boards[board].categories[category].questions.indices {
                    template.boards[board].categories[category].questions[question].answered = false
                }
            }
        }
        return template
    }
}
