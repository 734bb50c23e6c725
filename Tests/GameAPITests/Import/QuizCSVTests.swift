import Testing

@testable import GameAPI

@Suite("Quiz CSV")
struct QuizCSVTests {
    private static func parse(_ text: String) throws -> QuizFile {
        try QuizCSV.parse(Array(text.utf8))
    }

    @Test("Rounds and categories come in the order in which they first appear, a category in its own round")
    func order() throws {
        let quiz = try Self.parse(
            """
            round,category,points,question,answer,flags
            Two,Hills,400,Q1,A1,
            One,Rivers,200,Q2,A2,daily_double
            Two,Rivers,800,Q3,A3,a|b; c ;;|
            Two,Hills,400,Q4,,
            One,Rivers,0,Q5,A5
            """)
        var expected = QuizFile(name: "Imported quiz")
        expected.boards = [
            .init(
                name: "Two",
                categories: [
                    .init(
                        name: "Hills",
                        questions: [.init(text: "Q1", answer: "A1", points: 400), .init(text: "Q4", points: 400)]),
                    .init(
                        name: "Rivers",
                        questions: [.init(text: "Q3", answer: "A3", points: 800, flags: ["a", "b", "c"])]),
                ]),
            .init(
                name: "One",
                categories: [
                    .init(
                        name: "Rivers",
                        questions: [
                            .init(text: "Q2", answer: "A2", points: 200, flags: ["daily_double"]),
                            .init(text: "Q5", answer: "A5", points: 0),
                        ])
                ]),
        ]
        #expect(quiz == expected)
    }

    private static let plain = "round,category,points,question,answer\nR,C,200,Q,A\n"

    @Test(
        "Columns may stand in any order, case and company",
        arguments: [
            "answer,Question,POINTS,category,round\nA,Q,200,C,R",
            " Round , \"Category\",points,question,answer\nR,C,200,Q,A".replacing(
                " \"Category\"", with: "\"Category \""),
            "round;category;points;question;answer\nR;C;200;Q;A",
            "round\tcategory\tpoints\tquestion\tanswer\r\nR\tC\t200\tQ\tA\r\n",
            "\r\n,,\nround,category,points,question,answer,,\n\n R ,C\t, 200 ,Q,A,,\n,,,,,,\n\n",
            "\u{FEFF}round,category,points,question,answer,flags\rR,C,200,Q,A,\r",
            "round,category,points,question,answer,flags\nR,C,+200,Q,A",
        ])
    func header(text: String) throws {
        #expect(try Self.parse(text) == (try Self.parse(Self.plain)))
    }

    @Test("Questions and answers keep their spaces and line breaks")
    func verbatim() throws {
        let quiz = try Self.parse(
            "round,category,points,question,answer\nR,C,1,\" two\r\nlines \",\"say \"\"aye\"\", then\"")
        let question = quiz.boards[0].categories[0].questions[0]
        #expect(question.text == " two\r\nlines ")
        #expect(question.answer == "say \"aye\", then")
    }

    @Test("The quiz is named by whoever reads the file")
    func name() throws {
        #expect(try QuizCSV.parse(Array(Self.plain.utf8), name: "Mine").name == "Mine")
    }
}
