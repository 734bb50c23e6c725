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
        var text = ""
        write(to: &text)
        return text
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

    private func write(to text: inout String) {
        switch self {
        case .null: text.append("null")
        case .bool(let value): text.append(value ? "true" : "false")
        case .number(let digits): text.append(digits)
        case .string(let value): text.appendJSONString(value)
        case .array(let elements):
            text.append("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { text.append(",") }
                element.write(to: &text)
            }
            text.append("]")
        case .object(let members):
            text.append("{")
            for (index, member) in members.enumerated() {
                if index > 0 { text.append(",") }
                text.appendJSONString(member.name)
                text.append(":")
                member.value.write(to: &text)
            }
            text.append("}")
        }
    }
}
