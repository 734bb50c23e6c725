import Testing

@testable import GameAPI

@Suite("What is wrong with a quiz JSON")
struct QuizJSONProblemsTests {
    private static func problems(_ text: String) -> [QuizFileError.Problem] {
        do {
            _ = try QuizJSON.parse(Array(text.utf8))
            return []
        } catch {
            return error.problems
        }
    }

    /// Problems of a game with this list of boards, and these further fields.
    private static func problems(boards: String, _ fields: String = "") -> [QuizFileError.Problem] {
        problems(#"{"export_version":"1.0","game":{"name":"N","boards":\#(boards)\#(fields)}}"#)
    }

    private static func problems(questions: String, _ fields: String = "") -> [QuizFileError.Problem] {
        problems(boards: #"[{"name":"B","categories":[{"name":"C","questions":\#(questions)}]}]"#, fields)
    }

    private static func list(_ count: Int, of element: String) -> String {
        "[" + Array(repeating: element, count: count).joined(separator: ",") + "]"
    }

    @Test(
        "The file",
        arguments: [
            ("[]", "line 1", "object in braces"),
            (#"{"game":{"name":"N","boards":[]}}"#, "export_version", "Add this field"),
            (#"{"export_version":"2.0","game":{"name":"N","boards":[]}}"#, "export_version", "Write \"1.0\""),
            (#"{"export_version":1.0,"game":{"name":"N","boards":[]}}"#, "export_version", "Write \"1.0\""),
            (#"{"export_version":"1.0"}"#, "game", "Add this field"),
            (#"{"export_version":"1.0","game":[]}"#, "game", "this is a list"),
            (
                #"{"export_version":"1.0","mode":"all","game":{"name":"N","boards":[]}}"#, "mode",
                "\"template\" or \"full\""
            ),
            (#"{"export_version":"1.0","mode":1,"game":{"name":"N","boards":[]}}"#, "mode", "\"template\" or \"full\""),
            (#"{"export_version":"1.0","game":{"boards":[]}}"#, "game.name", "Add this field"),
            (#"{"export_version":"1.0","game":{"name":null,"boards":[]}}"#, "game.name", "Add this field"),
            (#"{"export_version":"1.0","game":{"name":"","boards":[]}}"#, "game.name", "must not be empty"),
            (#"{"export_version":"1.0","game":{"name":5,"boards":[]}}"#, "game.name", "this is a number"),
            (#"{"export_version":"1.0","game":{"name":"N"}}"#, "game.boards", "Add this field"),
            (#"{"export_version":"1.0","game":{"name":"N","boards":{}}}"#, "game.boards", "this is an object"),
            (#"{"export_version":"1.0","game":{"name":"N","boards":[],"mode":""}}"#, "game.mode", "must not be empty"),
            (
                #"{"export_version":"1.0","game":{"name":"N","boards":[],"points_term":""}}"#, "game.points_term",
                "empty"
            ),
            (#"{"export_version":"1.0","game":{"name":"N","boards":[],"metadata":1}}"#, "game.metadata", "a number"),
        ])
    func file(text: String, location: String, detail: String) throws {
        let problem = try #require(Self.problems(text).first)
        #expect(problem.location == location)
        #expect(problem.detail.contains(detail))
        #expect(Self.problems(text).count == 1)
    }

    @Test(
        "Boards, categories and questions",
        arguments: [
            ("[5]", "", "Write an object"),
            (#"[{"name":true,"categories":[]}]"#, ".name", "true or false"),
            (#"[{"name":"B"}]"#, ".categories", "Add this field"),
            (#"[{"categories":["x"]}]"#, ".categories[0]", "this is a text"),
            (#"[{"categories":[{"questions":[]}]}]"#, ".categories[0].name", "Add this field"),
            (#"[{"categories":[{"name":"C"}]}]"#, ".categories[0].questions", "Add this field"),
            (
                #"[{"categories":[{"name":"C","description":[],"questions":[]}]}]"#, ".categories[0].description",
                "a list"
            ),
            (#"[{"categories":[{"name":"C","questions":[null]}]}]"#, ".categories[0].questions[0]", "this is null"),
        ])
    func parts(boards: String, path: String, detail: String) throws {
        let problem = try #require(Self.problems(boards: boards).first)
        #expect(problem.location == "game.boards[0]" + path)
        #expect(problem.detail.contains(detail))
    }

    @Test(
        "Questions",
        arguments: [
            (#"{"points":1}"#, "text", "Add this field: a text of 1 to 2000 characters"),
            (#"{"text":"","points":1}"#, "text", "must not be empty"),
            (#"{"text":"Q","answer":1,"points":1}"#, "answer", "Write a text of 0 to 2000"),
            (#"{"text":"Q"}"#, "points", "Add this field: a whole number from 0 to 2147483647"),
            (#"{"text":"Q","points":"200"}"#, "points", "this is a text"),
            (#"{"text":"Q","points":-1}"#, "points", "this is -1"),
            (#"{"text":"Q","points":0.5}"#, "points", "this is 0.5"),
            (#"{"text":"Q","points":2147483648}"#, "points", "this is 2147483648"),
            (#"{"text":"Q","points":1e400}"#, "points", "this is 1e400"),
            (#"{"text":"Q","points":1,"flags":"dino"}"#, "flags", "this is a text"),
            (#"{"text":"Q","points":1,"flags":["a",1]}"#, "flags[1]", "this is a number"),
            (#"{"text":"Q","points":1,"flags":[""]}"#, "flags[0]", "must not be empty"),
            (#"{"text":"Q","points":1,"slides":{}}"#, "slides", "this is an object"),
        ])
    func questions(question: String, field: String, detail: String) throws {
        let problem = try #require(Self.problems(questions: "[\(question)]").first)
        #expect(problem.location == "game.boards[0].categories[0].questions[0].\(field)")
        #expect(problem.detail.contains(detail))
    }

    @Test("Texts that are too long")
    func lengths() {
        func long(_ length: Int) -> String { String(repeating: "x", count: length) }
        let text = """
            {"export_version":"1.0","game":{"name":"\(long(201))","mode":"\(long(21))","points_term":"\(long(51))",
             "boards":[{"name":"\(long(201))","categories":[{"name":"\(long(201))","description":"\(long(2001))",
             "questions":[{"text":"\(long(2001))","answer":"\(long(2001))","points":1,"flags":["\(long(51))"]}]}]}]}}
            """
        let details = Self.problems(text).map(\.detail)
        #expect(details.count == 9)
        #expect(details.allSatisfy { $0.hasPrefix("Shorten it to at most ") })
    }

    private static let question = #"{"text":"Q","points":2147483647}"#

    @Test(
        "Teams, players and answers",
        arguments: [
            (#""teams":5"#, "teams", "this is a number"),
            (#""teams":[{"color":""}]"#, "teams[0].name", "Add this field"),
            (#""teams":[{"name":"T","color":"red"}]"#, "teams[0].color", "#rrggbb"),
            (##""teams":[{"name":"T","color":"#0123456789"}]"##, "teams[0].color", "at most 9"),
            (#""teams":[{"name":"T","players":{}}]"#, "teams[0].players", "this is an object"),
            (#""teams":[{"name":"T","players":[{}]}]"#, "teams[0].players[0].name", "Add this field"),
            (#""players":[{"name":"P","buzzer":-1}]"#, "players[0].buzzer", "0 to 32767"),
            (#""players":[{"name":"P","buzzer":32768}]"#, "players[0].buzzer", "0 to 32767"),
            (
                #""players":[{"name":"P","answers":[{"is_correct":true}]}]"#, "players[0].answers[0].question_index",
                "Add"
            ),
            (
                #""players":[{"name":"P","answers":[{"question_index":2,"is_correct":true}]}]"#,
                "players[0].answers[0].question_index", "from 0 to 1"
            ),
            (
                #""players":[{"name":"P","answers":[{"question_index":-1,"is_correct":true}]}]"#,
                "players[0].answers[0].question_index", "from 0 to 1"
            ),
            (#""players":[{"name":"P","answers":[{"question_index":0}]}]"#, "players[0].answers[0].is_correct", "Add"),
            (
                #""players":[{"name":"P","answers":[{"question_index":0,"is_correct":1}]}]"#,
                "players[0].answers[0].is_correct", "Write true or false"
            ),
            (
                #""players":[{"name":"P","answers":[{"question_index":0,"is_correct":true,"points":-2147483649}]}]"#,
                "players[0].answers[0].points", "from -2147483648 to 2147483647"
            ),
            (
                #""players":[{"name":"P","answers":[{"question_index":0,"is_correct":true,"answered_at":"noon"}]}]"#,
                "players[0].answers[0].answered_at", "Write a time"
            ),
            (
                #""players":[{"name":"P","answers":[{"question_index":0,"is_correct":true},{"question_index":0,"is_correct":false}]}]"#,
                "players[0].answers[1].question_index", "Leave one answer"
            ),
            (
                #""players":[{"name":"P","answers":[{"question_index":0,"is_correct":true},{"question_index":1,"is_correct":true}]}]"#,
                "players[0].answers", "their sum, 4294967294"
            ),
        ])
    func players(fields: String, path: String, detail: String) throws {
        let problems = Self.problems(questions: "[\(Self.question),\(Self.question)]", ",\(fields)")
        let problem = try #require(problems.first)
        #expect(problem.location == "game." + path)
        #expect(problem.detail.contains(detail))
        #expect(problems.count == 1)
    }

    @Test("An answer where there is no question")
    func noQuestions() {
        let answers = #","players":[{"name":"P","answers":[{"question_index":0,"is_correct":true}]}]"#
        #expect(
            Self.problems(boards: "[]", answers) == [
                .init(
                    location: "game.players[0].answers[0]", detail: "Take out this answer: the file has no questions.")
            ])
    }

    @Test("More than there may be")
    func counts() {
        func check(_ problems: [QuizFileError.Problem], _ location: String, _ detail: String) {
            #expect(problems == [.init(location: location, detail: detail)])
        }
        let board = #"{"categories":[]}"#
        let category = #"{"name":"C","questions":[]}"#
        #expect(Self.problems(boards: Self.list(50, of: board)).isEmpty)
        check(
            Self.problems(boards: Self.list(51, of: board)), "game.boards",
            "Leave at most 50 boards here; there are 51.")
        #expect(Self.problems(boards: #"[{"categories":\#(Self.list(100, of: category))}]"#).isEmpty)
        check(
            Self.problems(boards: #"[{"categories":\#(Self.list(101, of: category))}]"#),
            "game.boards[0].categories", "Leave at most 100 categories here; there are 101.")
        #expect(Self.problems(questions: Self.list(20_000, of: Self.question)).isEmpty)
        check(
            Self.problems(questions: Self.list(20_001, of: Self.question)),
            "game.boards", "Leave at most 20000 questions here; there are 20001.")
        let flags = Self.list(21, of: #""f""#)
        check(
            Self.problems(questions: #"[{"text":"Q","points":1,"flags":\#(flags)}]"#),
            "game.boards[0].categories[0].questions[0].flags", "Leave at most 20 flags here; there are 21.")
        let players = Self.list(5_000, of: #"{"name":"P"}"#)
        let teams = #","teams":[{"name":"T","players":\#(players)},{"name":"U","players":\#(players)}]"#
        #expect(Self.problems(boards: "[]", teams).isEmpty)
        check(
            Self.problems(boards: "[]", teams + #","players":[{"name":"P"}]"#),
            "game", "Leave at most 10000 players here; there are 10001.")
        check(
            Self.problems(boards: "[]", #","teams":"# + Self.list(10_001, of: #"{"name":"T"}"#)),
            "game.teams", "Leave at most 10000 teams here; there are 10001.")
    }

    @Test("All problems are told at once, in the file's order, but no more than a hundred")
    func many() {
        let three = Self.problems(questions: #"[{"text":"","points":-1},{"text":"Q","points":1},{"points":2}]"#)
        let path = "game.boards[0].categories[0].questions"
        #expect(three.map(\.location) == ["\(path)[0].text", "\(path)[0].points", "\(path)[2].text"])
        #expect(Self.problems(questions: Self.list(500, of: #"{"text":"Q","points":-1}"#)).count == 100)
    }

    @Test("A broken document is one problem, with line and column")
    func syntax() {
        let problems = Self.problems("{\n \"export_version\": \"1.0\",\n \"game\": {\"name\": \"N\" \"boards\": []}\n}")
        #expect(
            problems == [
                .init(
                    location: "line 3, column 23", detail: "Write a comma or the closing brace } of the object here.")
            ])
    }
}
