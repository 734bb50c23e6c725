/// One JSON object under construction (RFC 8259), written member by member.
///
/// Mutations' replies and changes are small, flat and made thousands of times a second; this writes them without
/// reflection or intermediate trees. Everything else goes through `JSONEncoder`.
struct JSONText: Sendable {
    private var text: String

    init() {
        text = "{"
    }

    /// An object that begins with the members of another finished one.
    init(extending object: String) {
        text = String(object.dropLast())
    }

    mutating func add(_ name: StaticString, _ value: some BinaryInteger) {
        begin(name)
        text.append(String(value))
    }

    mutating func add(_ name: StaticString, _ value: Bool) {
        begin(name)
        text.append(value ? "true" : "false")
    }

    mutating func add(_ name: StaticString, _ value: String) {
        begin(name)
        text.appendJSONString(value)
    }

    mutating func add(_ name: StaticString, _ values: [String]) {
        begin(name)
        text.append("[")
        for (index, value) in values.enumerated() {
            if index > 0 { text.append(",") }
            text.appendJSONString(value)
        }
        text.append("]")
    }

    /// A member that is `null` when there is no value.
    mutating func add(_ name: StaticString, orNull value: (some BinaryInteger)?) {
        begin(name)
        text.append(value.map { String($0) } ?? "null")
    }

    /// A member whose value is JSON already.
    mutating func add(_ name: StaticString, json: String) {
        begin(name)
        text.append(json)
    }

    /// A member that is an array of values that are JSON already.
    mutating func add(_ name: StaticString, json values: [String]) {
        begin(name)
        text.append("[")
        for (index, value) in values.enumerated() {
            if index > 0 { text.append(",") }
            text.append(value)
        }
        text.append("]")
    }

    /// The finished object.
    consuming func finish() -> String {
        text.append("}")
        return text
    }

    private mutating func begin(_ name: StaticString) {
        if text.utf8.count > 1 { text.append(",") }
        text.append("\"")
        name.withUTF8Buffer { text.append(String(decoding: $0, as: UTF8.self)) }
        text.append("\":")
    }
}

extension String {
    /// Appends `value` as a JSON string: quotes, backslashes and control characters escaped (RFC 8259, section 7).
    mutating func appendJSONString(_ value: String) {
        append("\"")
        if value.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
            for scalar in value.unicodeScalars {
                switch scalar {
                case "\"": append("\\\"")
                case "\\": append("\\\\")
                case "\n": append("\\n")
                case "\r": append("\\r")
                case "\t": append("\\t")
                case "\u{8}": append("\\b")
                case "\u{C}": append("\\f")
                case let control where control.value < 0x20:
                    let digits = String(control.value, radix: 16)
                    append("\\u")
                    append(String(repeating: "0", count: 4 - digits.count))
                    append(digits)
                default: unicodeScalars.append(scalar)
                }
            }
        } else {
            append(value)
        }
        append("\"")
    }
}
