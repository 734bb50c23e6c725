import TestSupport
import Testing

@testable import GameAPI

/// Files arrive cut off and mangled; whatever they are, the answer is a quiz or a list of problems.
@Suite("Damaged files")
struct DamagedFilesTests {
    @Test("No damage to a JSON file makes the parser trap", arguments: 0..<40 as Range<UInt64>)
    func json(seed: UInt64) {
        var random = RandomQuiz(seed: seed)
        let file = QuizJSON.encode(random.next(), mode: .full, exportedAt: "2026-01-31T20:15:00Z")
        Self.damage(file, seed: seed) { bytes throws(QuizFileError) in _ = try QuizJSON.parse(bytes) }
    }

    @Test("No damage to a CSV file makes the parser trap", arguments: 0..<40 as Range<UInt64>)
    func csv(seed: UInt64) {
        let file = """
            round,category,points,question,answer,flags\r
            One,Rivers,200,"Who said ""aye"",\r\nand why?",Ann,a|b\r
            One,Hills,400,Q,A,\r
            Two,Hills,400,é🎲,"",c\r\n
            """
        Self.damage(Array(file.utf8), seed: seed) { bytes throws(QuizFileError) in _ = try QuizCSV.parse(bytes) }
    }

    private static func damage(_ file: [UInt8], seed: UInt64, _ parse: ([UInt8]) throws(QuizFileError) -> Void) {
        var generator = SeededGenerator(seed: seed)
        let marks = Array("\"\\,;{}[]:\n\r\t -.0e\u{FEFF}'=".utf8) + [0, 0xC3, 0xFF]
        for _ in 0..<50 {
            var bytes = file
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes.removeSubrange(place...)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(marks.randomElement(using: &generator) ?? 0, at: place)
                default: bytes[place] = marks.randomElement(using: &generator) ?? 0
                }
            }
            do {
                try parse(bytes)
            } catch {
                #expect((1...QuizFileError.limit).contains(error.problems.count))
                #expect(error.problems.allSatisfy { !$0.location.isEmpty && $0.detail.hasSuffix(".") })
            }
        }
    }
}
