import Testing

@testable import GameAPI

@Suite("What is wrong with a quiz CSV")
struct QuizCSVProblemsTests {
    private static func problems(_ text: String) -> [QuizFileError.Problem] {
        do {
            _ = try QuizCSV.parse(Array(text.utf8))
            return []
        } catch {
            return error.problems
        }
    }

    private static let header = "round,category,points,question,answer,flags\n"

    @Test(
        "No table",
        arguments: [
            ("", "line 1", "columns' names"), ("\n\n,,\n", "line 1", "columns' names"),
            (header, "line 2", "a line for each question"),
            ("\n" + header + "\n,,\n", "line 3", "a line for each question"),
            ("round,category,points,question\nR,C,1,Q", "line 1, column answer", "Add this column"),
            ("round,category,points,question,answer,flag\n", "line 1, column 6", "\"flag\""),
            ("round,category,points,question,answer,Round\n", "line 1, column 6", "Leave one column round"),
            ("round,category,points,question,\"answer\n", "line 1, column 5", "opens on line 1"),
        ])
    func table(text: String, location: String, detail: String) throws {
        let problem = try #require(Self.problems(text).first)
        #expect(problem.location == location)
        #expect(problem.detail.contains(detail))
    }

    @Test("Without a header every column is missing")
    func noHeader() {
        let missing = Self.problems("R,C,100,Q,A\n").filter { $0.detail.hasPrefix("Add this column") }
        #expect(
            missing.map(\.location)
                == ["round", "category", "points", "question", "answer"].map { "line 1, column \($0)" })
    }

    @Test(
        "Cells",
        arguments: [
            (",C,1,Q,A,", "round", "must not be empty"), ("R, ,1,Q,A,", "category", "must not be empty"),
            ("R,C,,Q,A,", "points", "this is empty"), ("R,C,ten,Q,A,", "points", "this is \"ten\""),
            ("R,C,-5,Q,A,", "points", "from 0 to 2147483647"), ("R,C,1.5,Q,A,", "points", "this is \"1.5\""),
            ("R,C,\"1,000\",Q,A,", "points", "this is \"1,000\""), ("R,C,2147483648,Q,A,", "points", "2147483648"),
            ("R,C,1, ,A,", "question", "must not be empty"), ("R,C,1,Q", "answer", "the line ends before it"),
            ("R,C,1,Q,A,f,more", "7", "beyond the named columns"), ("R,C,1,Who, and why?,A,f", "7", "double quotes"),
            ("R,C,1,a \"Q\",A,", "question", "write each quote inside it twice"),
            ("R,C,1,\"Q\"?,A,", "question", "Write each quote inside the cell twice"),
            ("R,C,1,Q,\"A,", "answer", "opens on line 3"),
        ])
    func cells(record: String, column: String, detail: String) throws {
        let problems = Self.problems(Self.header + "R,C,1,Q,A,\n" + record + "\n")
        let problem = try #require(problems.first)
        #expect(problem.location == "line 3, column \(column)")
        #expect(problem.detail.contains(detail))
        #expect(problems.count == 1)
    }

    @Test("Cells that are too long")
    func lengths() {
        func long(_ length: Int) -> String { String(repeating: "x", count: length) }
        let record = "\(long(201)),\(long(201)),1,\(long(2001)),\(long(2001)),\(long(51))\n"
        let problems = Self.problems(Self.header + record)
        #expect(
            problems.map(\.location)
                == ["round", "category", "question", "answer", "flags"].map { "line 2, column \($0)" })
        #expect(problems.allSatisfy { $0.detail.hasPrefix("Shorten ") })
        let flags = Array(repeating: "f", count: 21).joined(separator: "|")
        #expect(
            Self.problems(Self.header + "R,C,1,Q,A,\(flags)") == [
                .init(location: "line 2, column flags", detail: "Leave at most 20 flags here; there are 21.")
            ])
    }

    @Test("The line is the physical one, also after cells of several lines")
    func lines() {
        let text =
            Self.header.replacing("\n", with: "\r\n")
            + "R,C,1,\"a\r\nb\nc\",A,\r\n\r\nR,C,x,\"d\r\ne\",A,\r\nR,,1,Q,A,\r\n"
        #expect(Self.problems(text).map(\.location) == ["line 6, column points", "line 8, column category"])
    }

    @Test("All problems are told at once, but no more than a hundred")
    func many() {
        #expect(Self.problems(Self.header + ",,x,,A,").count == 4)
        #expect(Self.problems(Self.header + String(repeating: "R,C,x,Q,A,\n", count: 500)).count == 100)
    }

    @Test("More than there may be")
    func counts() {
        func table(_ records: some Sequence<String>) -> String { Self.header + records.joined(separator: "\n") }
        #expect(Self.problems(table((1...50).map { "R\($0),C,1,Q,A," })).isEmpty)
        #expect(
            Self.problems(table((1...51).flatMap { ["R\($0),C,1,Q,A,", "R\($0),C,1,Q,A,"] })) == [
                .init(location: "line 102, column round", detail: "Leave at most 50 rounds in a file.")
            ])
        #expect(Self.problems(table((1...100).map { "R,C\($0),1,Q,A," })).isEmpty)
        #expect(
            Self.problems(table((1...101).map { "R,C\($0),1,Q,A," })) == [
                .init(location: "line 102, column category", detail: "Leave at most 100 categories in a round.")
            ])
        #expect(Self.problems(table(repeatElement("R,C,1,Q,A,", count: 20_000))).isEmpty)
        #expect(
            Self.problems(table(repeatElement("R,C,1,Q,A,", count: 20_005))) == [
                .init(location: "line 20002", detail: "Leave at most 20000 questions in a file.")
            ])
    }
}
