import Foundation
import Testing

@testable import GameAPI

@Suite("The quizzes that come along")
struct ExampleQuizzesTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func example(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: root.appending(path: "examples").appending(path: name)))
    }

    /// What `scripts/make-quiz` prints.
    private static func made(_ arguments: String...) throws -> [UInt8] {
        let script = Process()
        let output = Pipe()
        script.executableURL = root.appending(path: "scripts/make-quiz")
        script.arguments = arguments
        script.standardOutput = output
        try script.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        script.waitUntilExit()
        try #require(script.terminationStatus == 0)
        return [UInt8](bytes)
    }

    private static func check(_ quiz: QuizFile) {
        #expect(quiz.boards.map(\.categories.count) == [6, 6, 1])
        for (board, step) in zip(quiz.boards, [200, 400] as [Int32]) {
            for category in board.categories {
                #expect(category.questions.map(\.points) == (1...5).map { $0 * step })
            }
        }
        #expect(quiz.boards.last?.categories.first?.questions.count == 1)
        let questions = quiz.boards.flatMap { $0.categories.flatMap(\.questions) }
        #expect(questions.allSatisfy { $0.text.hasSuffix("?") || $0.text.hasSuffix("?\"") })
        #expect(questions.allSatisfy { !$0.answer.isEmpty && $0.text.count <= 140 })
        #expect(Set(questions.map(\.text)).count == 61)
        #expect(questions.count { $0.flags == ["daily_double"] } == 3)
        #expect(questions.last?.flags == ["final"])
    }

    @Test("The Long Table, a JSON template")
    func longTable() throws {
        let quiz = try QuizJSON.parse(try Self.example("the-long-table.json"))
        #expect(quiz.name == "The Long Table")
        Self.check(quiz)
        #expect(quiz == quiz.asTemplate())
    }

    @Test("Harbour Lights, a CSV")
    func harbourLights() throws {
        Self.check(try QuizCSV.parse(try Self.example("harbour-lights.csv")))
    }

    @Test("A made quiz is the same in both formats", arguments: [5_000, 20_000, 1])
    func made(questions: Int) throws {
        let json = try QuizJSON.parse(try Self.made("--questions", String(questions)))
        let csv = try QuizCSV.parse(try Self.made("--questions", String(questions), "--format", "csv"), name: json.name)
        #expect(json == csv)
        #expect(json.questionCount == questions)
        let again = QuizJSON.encode(json, mode: .template, exportedAt: "2026-01-31T20:15:00Z")
        #expect(try QuizJSON.parse(again) == json)
    }
}
