/// Finds a member with a whole number in the text of a JSON object: `"KEY":N`, also `"KEY": "N"`. It does not read JSON:
/// the first place that looks like it is taken.
struct KeyScanner: Sendable {
    private let name: ByteSearch

    init(key: String) { name = ByteSearch("\"\(key)\"") }

    func value(in text: UnsafeRawBufferPointer) -> Int64? {
        var start = 0
        while let found = name.first(in: text, from: start) {
            start = found + name.count
            if let value = number(in: text, from: start) { return value }
        }
        return nil
    }

    func value(in text: String) -> Int64? {
        var text = text
        return text.withUTF8 { value(in: UnsafeRawBufferPointer($0)) }
    }

    private func number(in text: UnsafeRawBufferPointer, from start: Int) -> Int64? {
        var at = start
        func skipSpaces() { while at < text.count, text[at] == 0x20 { at += 1 } }
        skipSpaces()
        guard at < text.count, text[at] == UInt8(ascii: ":") else { return nil }
        at += 1
        skipSpaces()
        if at < text.count, text[at] == UInt8(ascii: "\"") { at += 1 }
        var value: Int64 = 0
        let first = at
        while at < text.count, at - first < 18, case let digit = text[at] &- UInt8(ascii: "0"), digit < 10 {
            value = value * 10 + Int64(digit)
            at += 1
        }
        return at > first ? value : nil
    }
}
