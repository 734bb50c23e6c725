import Testing

@testable import GameAPI

@Suite("What is no plain text")
struct QuizTextTests {
    private static func problems(_ bytes: [UInt8]) -> [QuizFileError.Problem] {
        do {
            _ = try QuizText.checked(bytes)
            return []
        } catch {
            return error.problems
        }
    }

    @Test("A byte order mark is dropped")
    func byteOrderMark() throws {
        #expect(try QuizText.checked([0xEF, 0xBB, 0xBF, 0x61]) == [0x61])
        #expect(try QuizText.checked([0x61]) == [0x61])
        #expect(try QuizText.checked([]) == [])
    }

    @Test("UTF-16 is named", arguments: [[0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61]] as [[UInt8]])
    func utf16(bytes: [UInt8]) {
        #expect(Self.problems(bytes).map(\.detail) == ["Save the file as UTF-8: this is UTF-16."])
    }

    @Test("NUL and bytes that are no UTF-8 are found with their line")
    func lines() {
        #expect(Self.problems(Array("a\nb\0".utf8)).map(\.location) == ["line 2"])
        #expect(Self.problems(Array("a\r\n\r\n".utf8) + [0x62, 0xE9, 0x0A]).map(\.location) == ["line 3"])
        #expect(Self.problems([0x61, 0xC3]).map(\.location) == ["line 1"])
        #expect(Self.problems([0x0A, 0xED, 0xA0, 0x80]).map(\.location) == ["line 2"])
        #expect(Self.problems(Array("a\rb\r\nc\n\rd\0".utf8)).map(\.location) == ["line 5"])
        #expect(Self.problems(Array("ä\rb\r".utf8) + [0xFF]).map(\.location) == ["line 3"])
        #expect(Self.problems([0, 0x0A, 0xFF]).map(\.location) == ["line 1", "line 2"])
    }

    @Test("Both parsers refuse such files")
    func parsers() {
        for bytes in [[0x7B, 0], [0xFF]] as [[UInt8]] {
            #expect(throws: QuizFileError.self) { try QuizJSON.parse(bytes) }
            #expect(throws: QuizFileError.self) { try QuizCSV.parse(bytes) }
        }
    }

    @Test("Texts are counted in scalars, like PostgreSQL's char_length")
    func lengths() {
        #expect(GameLimits.complaint(about: String(repeating: "字", count: 200), limit: 1...200) == nil)
        // One character to a reader, but two scalars.
        let accents = String(repeating: "e\u{301}", count: 101)
        #expect(
            GameLimits.complaint(about: accents, limit: 1...200) == "Shorten it to at most 200 characters; it has 202.")
        #expect(GameLimits.complaint(about: "", limit: 0...200) == nil)
        #expect(GameLimits.complaint(about: "", limit: 1...200) == "Write something here: it must not be empty.")
    }

    @Test("Colours", arguments: ["", "#fff", "#A0b1C2", "#a0b1c2d3"])
    func color(text: String) {
        #expect(GameLimits.isColor(text))
    }

    @Test("No colours", arguments: ["red", "#", "fff", "#ff", "#ffff", "#fffff", "#ggg", "#fffffff", "#ääa", "#fff "])
    func noColor(text: String) {
        #expect(!GameLimits.isColor(text))
    }

    @Test(
        "Times",
        arguments: [
            "2026-01-31T20:15:00Z", "2024-02-29t00:00:00.5z", "2000-02-29 23:59:59.123456789-14:59",
            "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+05:30",
        ])
    func time(text: String) {
        #expect(QuizTimestamp.isValid(text))
    }

    @Test(
        "No times",
        arguments: [
            "", "now", "2026-01-31", "2026-01-31T20:15:00", "2026-01-31T20:15Z", "2026-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z", "0000-01-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z",
            "2026-01-01T00:00:00+15:00", "2026-01-01T00:00:00+00:60", "2026-01-01T00:00:00+0000",
            "2026-01-01T00:00:00Zx", "٢٠٢٦-01-01T00:00:00Z", "26-01-01T00:00:00Z", "2026-01-01X00:00:00Z",
        ])
    func noTime(text: String) {
        #expect(!QuizTimestamp.isValid(text))
    }
}
