/// Finds the objects of a JSON array, and the `revision` of each, without decoding anything else.
///
/// It runs for each change on each instance; so it looks at every byte once and copies only what goes out.
struct ChangeScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position: Int

    /// The objects of the array that begins at a place. Their revisions have to follow one another.
    static func changes(_ bytes: [UInt8], from start: Int) throws(PayloadError) -> [LoggedChange] {
        try bytes.withUnsafeBufferPointer { bytes throws(PayloadError) in
            var scanner = ChangeScanner(bytes: bytes, position: start)
            return try scanner.changes()
        }
    }

    private mutating func changes() throws(PayloadError) -> [LoggedChange] {
        guard skip(UInt8(ascii: "[")) else { throw PayloadError("no JSON array") }
        var changes: [LoggedChange] = []
        repeat {
            let change = try change()
            if let last = changes.last, change.revision - 1 != last.revision {
                throw PayloadError("revision \(change.revision) behind \(last.revision)")
            }
            changes.append(change)
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "]")) else { throw PayloadError("no comma behind a change, and no end of the array") }
        guard position == bytes.count else { throw PayloadError("something behind the array") }
        return changes
    }

    private mutating func change() throws(PayloadError) -> LoggedChange {
        let start = position
        guard skip(UInt8(ascii: "{")) else { throw PayloadError("a change that is no object") }
        var depth = 1
        var revision: Int64?
        while position < bytes.count, depth > 0 {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                let isKey = try skipString() && depth == 1
                if isKey, skip(UInt8(ascii: ":")) { revision = number() }
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
        }
        guard depth == 0, bytes[position - 1] == UInt8(ascii: "}") else { throw PayloadError("no end of a change") }
        guard let revision, revision > 0 else { throw PayloadError("a change without a revision") }
        return LoggedChange(revision: revision, body: text(from: start))
    }

    /// Goes on behind a string whose first quote was read.
    ///
    /// - Returns: Whether it is `revision`.
    private mutating func skipString() throws(PayloadError) -> Bool {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            position += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") {
                return position - start == 9 && bytes[start..<position].elementsEqual("revision\"".utf8)
            }
        }
        throw PayloadError("no end of a string")
    }

    private mutating func number() -> Int64? {
        let start = position
        while position < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position] { position += 1 }
        return Int64(digits: text(from: start))
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private func text(from start: Int) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    }
}
