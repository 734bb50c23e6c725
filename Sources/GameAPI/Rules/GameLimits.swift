/// How large a game's parts may be, in requests and in files. Texts are counted in Unicode scalars, as PostgreSQL's `char_length` does.
enum GameLimits {
    static let name = 1...200
    static let boardName = 0...200
    static let mode = 1...20
    static let pointsTerm = 1...50
    static let description = 0...2000
    static let questionText = 1...2000
    static let answerText = 0...2000
    static let flag = 1...50

    static let order = 0...32_767
    static let flagsPerQuestion = 20
    static let boards = 50
    static let categoriesPerBoard = 100
    static let questions = 20_000
    static let teams = 10_000
    static let players = 10_000

    static let questionPoints = 0...Int(Int32.max)
    static let answerPoints = Int(Int32.min)...Int(Int32.max)
    /// The most that a change's detail may have, and all those of a page of the log: room for 20,000 questions of 200
    /// characters. More would take so long to store that the deletion itself might not be done in its time.
    static let detailBytes = 8 << 20
    static let buzzer = 0...Int(Int16.max)

    /// What to do about a text that is not within its limit; nil when it is.
    static func complaint(about text: String, limit: ClosedRange<Int>) -> String? {
        // A scalar has at least one byte, so most texts are cleared without counting.
        let bytes = text.utf8.count
        if bytes < limit.lowerBound { return "Write something here: it must not be empty." }
        if bytes <= limit.upperBound { return nil }
        let length = text.unicodeScalars.count
        if length <= limit.upperBound { return nil }
        return "Shorten it to at most \(limit.upperBound) characters; it has \(length)."
    }

    /// Whether a team's colour is empty, `#rgb`, `#rrggbb` or `#rrggbbaa`.
    static func isColor(_ text: String) -> Bool {
        if text.isEmpty { return true }
        let bytes = Array(text.utf8)
        return bytes[0] == UInt8(ascii: "#") && [4, 7, 9].contains(bytes.count)
            && bytes.dropFirst().allSatisfy { $0.isASCIIHexDigit }
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    var isASCIIHexDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
