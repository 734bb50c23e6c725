/// Reads one JSON document (RFC 8259) and, where it is none, says in which line and column it stops being one.
///
/// It is our own because on Linux `JSONDecoder` says only "not valid JSON" without a place, lets a trailing comma pass,
/// never looks at members nobody asks for, and rounds numbers, while an author who edits a quiz by hand needs the place
/// and `slides` have to come out as they went in.
struct JSONParser {
    /// Deeper nesting than this is refused, so that no document can exhaust the stack.
    static let maximumDepth = 100
    /// More values than this are refused, so that no document of 16 MiB can take a gigabyte of memory.
    static let maximumValues = 2_000_000

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    private var values = 0

    /// - Parameter bytes: valid UTF-8, see ``QuizText/checked(_:)``.
    static func parse(_ bytes: [UInt8]) throws(QuizFileError) -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        parser.skipSpace()
        let value = try parser.value()
        parser.skipSpace()
        guard parser.position == bytes.count else {
            throw parser.fault("Take out what follows after the document's end.")
        }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }
    private var isAtDigit: Bool { next?.isASCIIDigit ?? false }

    private mutating func value() throws(QuizFileError) -> JSONValue {
        values += 1
        guard values <= Self.maximumValues else {
            throw fault("Split the file: it has more than \(Self.maximumValues) values.")
        }
        switch next {
        case UInt8(ascii: "{"): return try nested(Self.object)
        case UInt8(ascii: "["): return try nested(Self.array)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"): return .number(try number())
        case let byte? where byte.isASCIIDigit: return .number(try number())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw fault("Write the rest: the file ends where a value is due.")
        default: throw fault("Write a value here: a text in double quotes, a number, true, false, null, [ or {.")
        }
    }

    private mutating func nested(
        _ read: (inout JSONParser) throws(QuizFileError) -> JSONValue
    ) throws(QuizFileError) -> JSONValue {
        guard depth < Self.maximumDepth else {
            throw fault("Nest lists and objects at most \(Self.maximumDepth) deep.")
        }
        depth += 1
        defer { depth -= 1 }
        position += 1
        skipSpace()
        return try read(&self)
    }

    private static func array(_ parser: inout JSONParser) throws(QuizFileError) -> JSONValue {
        var elements: [JSONValue] = []
        if parser.skip(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            elements.append(try parser.value())
            parser.skipSpace()
            if parser.skip(UInt8(ascii: "]")) { return .array(elements) }
            guard parser.skip(UInt8(ascii: ",")) else {
                throw parser.fault("Write a comma or the closing bracket ] of the list here.")
            }
            parser.skipSpace()
            if parser.next == UInt8(ascii: "]") { throw parser.fault("Take out the comma before this bracket.") }
        }
    }

    private static func object(_ parser: inout JSONParser) throws(QuizFileError) -> JSONValue {
        var members: [JSONValue.Member] = []
        var names: Set<[UInt8]> = []
        if parser.skip(UInt8(ascii: "}")) { return .object(members) }
        while true {
            guard parser.next == UInt8(ascii: "\"") else {
                throw parser.fault("Write a field's name in double quotes here.")
            }
            let start = parser.position
            let name = try parser.string()
            // By their bytes: names that only look the same are two (RFC 8259 section 8.3). Sets cost; nearly every object
            // is small enough to look through.
            let isRepeated =
                members.count < 16
                ? members.contains { $0.name.utf8.elementsEqual(name.utf8) } : names.contains(Array(name.utf8))
            if isRepeated {
                parser.position = start
                throw parser.fault("Take out one of the fields of the name \"\(name.prefix(50))\": there are two.")
            }
            parser.skipSpace()
            guard parser.skip(UInt8(ascii: ":")) else { throw parser.fault("Write a colon after the field's name.") }
            parser.skipSpace()
            members.append(.init(name: name, value: try parser.value()))
            if members.count == 16 {
                names = Set(members.map { Array($0.name.utf8) })
            } else if members.count > 16 {
                names.insert(Array(name.utf8))
            }
            parser.skipSpace()
            if parser.skip(UInt8(ascii: "}")) { return .object(members) }
            guard parser.skip(UInt8(ascii: ",")) else {
                throw parser.fault("Write a comma or the closing brace } of the object here.")
            }
            parser.skipSpace()
            if parser.next == UInt8(ascii: "}") { throw parser.fault("Take out the comma before this brace.") }
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(QuizFileError) -> JSONValue {
        let isThere = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
        guard isThere else { throw fault("Write true, false or null, or put a text in double quotes.") }
        position += word.utf8CodeUnitCount
        return value
    }

    private mutating func number() throws(QuizFileError) -> String {
        let start = position
        _ = skip(UInt8(ascii: "-"))
        if !skip(UInt8(ascii: "0")) { try digits() }
        if isAtDigit { throw fault("Write the number without a leading zero.") }
        if skip(UInt8(ascii: ".")) { try digits() }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() throws(QuizFileError) {
        guard isAtDigit else { throw fault("Write a digit here.") }
        while isAtDigit { position += 1 }
    }
}

extension JSONParser {
    private mutating func string() throws(QuizFileError) -> String {
        position += 1
        var text = plainText()
        while !skip(UInt8(ascii: "\"")) {
            guard let byte = next else { throw fault("Close the text with a double quote: the file ends within it.") }
            guard byte == UInt8(ascii: "\\") else {
                throw fault("Close the text with a double quote, or write a line break in it as \\n and a tab as \\t.")
            }
            text.unicodeScalars.append(try escape())
            text.append(plainText())
        }
        return text
    }

    /// The text up to the next quote, backslash or control character.
    private mutating func plainText() -> String {
        let start = position
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func escape() throws(QuizFileError) -> Unicode.Scalar {
        let start = position
        position += 1
        let letter = next
        position += 1
        switch letter {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let scalar = codePoint() else {
                position = start
                throw fault("Write four hexadecimal digits after \\u, and surrogates in pairs.")
            }
            if scalar == "\0" {
                position = start
                throw fault("Take out the NUL character \\u0000; it can't be stored.")
            }
            return scalar
        default:
            position = start
            throw fault("Write a backslash in a text as \\\\; this escape is unknown.")
        }
    }

    /// The scalar after `\u`; nil where there is none.
    private mutating func codePoint() -> Unicode.Scalar? {
        guard let unit = codeUnit() else { return nil }
        guard UTF16.isLeadSurrogate(unit) else { return Unicode.Scalar(unit) }
        guard skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")), let trail = codeUnit(), UTF16.isTrailSurrogate(trail)
        else { return nil }
        return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
    }

    private mutating func codeUnit() -> UInt16? {
        guard position + 4 <= bytes.count else { return nil }
        let digits = bytes[position..<position + 4]
        guard digits.allSatisfy(\.isASCIIHexDigit) else { return nil }
        position += 4
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func fault(_ detail: String) -> QuizFileError {
        let read = bytes[..<min(position, bytes.count)]
        let lineStart = read.lastIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.map { $0 + 1 } ?? 0
        // Bytes that continue a character are no columns.
        let column = 1 + read[lineStart...].count { $0 & 0xC0 != 0x80 }
        return QuizFileError(
            "line \(QuizText.line(of: read.endIndex, in: bytes)), column \(column)", detail)
    }
}
