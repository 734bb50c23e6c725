/// Pieces of JSON (RFC 8259) as bytes: a `String` looks at what it holds with each piece that is appended to it.
extension [UInt8] {
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(decimal value: Int64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = digits.count
            var rest = value.magnitude
            repeat {
                start -= 1
                digits[start] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if value < 0 { append("-") }
            append(contentsOf: UnsafeMutableBufferPointer(rebasing: digits[start...]))
        }
    }

    /// Appends a string: quotes, backslashes and control characters escaped (RFC 8259, section 7).
    mutating func append(jsonString value: String) {
        append("\"")
        var value = value
        value.withUTF8 { bytes in
            var rest = bytes[...]
            while let index = rest.firstIndex(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
                append(contentsOf: rest[..<index])
                append(escaped: rest[index])
                rest = rest[(index + 1)...]
            }
            append(contentsOf: rest)
        }
        append("\"")
    }

    mutating func append(jsonStrings values: [String]) {
        append(jsonArray: values) { $0.append(jsonString: $1) }
    }

    mutating func append<Value>(jsonArray values: [Value], _ element: (inout [UInt8], Value) -> Void) {
        append("[")
        for (index, value) in values.enumerated() {
            if index > 0 { append(",") }
            element(&self, value)
        }
        append("]")
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case 0x22: append("\\\"")
        case 0x5C: append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        case 0x08: append("\\b")
        case 0x0C: append("\\f")
        default:
            append(byte < 0x10 ? "\\u000" : "\\u001")
            append(contentsOf: String(byte & 0x0F, radix: 16).utf8)
        }
    }
}

extension String {
    /// The text as a JSON string.
    var jsonString: String {
        var text: [UInt8] = []
        text.append(jsonString: self)
        return String(decoding: text, as: UTF8.self)
    }
}

extension [String] {
    /// The texts as a JSON array of strings.
    var jsonStrings: String {
        var text: [UInt8] = []
        text.append(jsonStrings: self)
        return String(decoding: text, as: UTF8.self)
    }
}
