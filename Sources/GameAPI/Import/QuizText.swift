/// What every quiz file has to be before its format matters: UTF-8 without NUL.
enum QuizText {
    /// The file without its byte order mark.
    static func checked(_ bytes: [UInt8]) throws(QuizFileError) -> [UInt8] {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw QuizFileError("line 1", "Save the file as UTF-8: this is UTF-16.")
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        var problems = QuizProblems()
        if let nul = content.firstIndex(of: 0) {
            problems.add("line \(line(of: nul, in: content))", "Take out the NUL character; a quiz is plain text.")
        }
        if String(validating: content, as: UTF8.self) == nil {
            problems.add("line \(firstInvalidLine(of: content))", "Save the file as UTF-8: this line has other bytes.")
        }
        try problems.throwIfAny()
        return content
    }

    /// The line, from 1, in which a byte stands. Lines end with CR, LF or both.
    static func line(of index: Int, in bytes: [UInt8]) -> Int {
        let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        return 1 + (0..<index).count { bytes[$0] == lf ? $0 == 0 || bytes[$0 - 1] != cr : bytes[$0] == cr }
    }

    private static func firstInvalidLine(of bytes: [UInt8]) -> Int {
        var length = 0
        var decoder = UTF8()
        var rest = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&rest) { length += UTF8.width(scalar) }
        return line(of: length, in: bytes)
    }
}
