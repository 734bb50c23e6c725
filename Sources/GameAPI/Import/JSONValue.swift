/// A JSON document in memory (RFC 8259) that can be written back without loss: members keep their order, and numbers
/// their digits.
enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// As it is written in the document.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    struct Member: Sendable, Equatable {
        let name: String
        let value: JSONValue
    }

    /// The document without spaces.
    var text: String {
        var text: [UInt8] = []
        write(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// For messages to people.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }

    private func write(to text: inout [UInt8]) {
        switch self {
        case .null: text.append("null")
        case .bool(let value): text.append(value ? "true" : "false")
        case .number(let digits): text.append(contentsOf: digits.utf8)
        case .string(let value): text.append(jsonString: value)
        case .array(let elements): text.append(jsonArray: elements) { $1.write(to: &$0) }
        case .object(let members):
            text.append("{")
            for (index, member) in members.enumerated() {
                if index > 0 { text.append(",") }
                text.append(jsonString: member.name)
                text.append(":")
                member.value.write(to: &text)
            }
            text.append("}")
        }
    }
}
