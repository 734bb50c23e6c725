/// One JSON object under construction (RFC 8259), written member by member.
///
/// Mutations' replies and changes are small, flat and made thousands of times a second; this writes them without
/// reflection or intermediate trees. Everything else goes through `JSONEncoder`.
struct JSONText: Sendable {
    private var text: [UInt8] = []

    init() {
        text.reserveCapacity(240)
        text.append("{")
    }

    /// An object that begins with the members of another finished one.
    init(extending object: String) {
        text.append(contentsOf: object.utf8.dropLast())
    }

    mutating func add(_ name: StaticString, _ value: some BinaryInteger) {
        begin(name)
        text.append(decimal: Int64(value))
    }

    mutating func add(_ name: StaticString, _ value: Bool) {
        begin(name)
        text.append(value ? "true" : "false")
    }

    mutating func add(_ name: StaticString, _ value: String) {
        begin(name)
        text.append(jsonString: value)
    }

    mutating func add(_ name: StaticString, _ values: [String]) {
        begin(name)
        text.append(jsonStrings: values)
    }

    /// A member that is `null` when there is no value.
    mutating func add(_ name: StaticString, orNull value: (some BinaryInteger)?) {
        begin(name)
        if let value { text.append(decimal: Int64(value)) } else { text.append("null") }
    }

    /// A member whose value is JSON already.
    mutating func add(_ name: StaticString, json: String) {
        begin(name)
        text.append(contentsOf: json.utf8)
    }

    /// A member that is an array of values that are JSON already.
    mutating func add(_ name: StaticString, json values: [String]) {
        begin(name)
        text.append(jsonArray: values) { $0.append(contentsOf: $1.utf8) }
    }

    /// The finished object.
    consuming func finish() -> String {
        text.append("}")
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func begin(_ name: StaticString) {
        if text.count > 1 { text.append(",") }
        text.append("\"")
        text.append(name)
        text.append("\":")
    }
}
