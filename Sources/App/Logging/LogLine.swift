import Logging

/// One event of the log, as text for people or as JSON for machines; always one line.
struct LogLine: Sendable {
    let time: LogTimestamp
    let level: Logger.Level
    let label: String
    let message: String
    let metadata: Logger.Metadata

    /// `2031-02-03T04:05:06.789Z info podium: request method=GET status=200`
    var text: String {
        var line = "\(time) \(level) \(label): \(Self.escaped(message))"
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line += " \(Self.word(key))=\(Self.word("\(value)"))"
        }
        return line
    }

    /// A JSON object; metadata are members of it, under an underscore where they would hide one of its own.
    var json: String {
        var line = "{\"time\":\"\(time)\",\"level\":\"\(level)\",\"label\":"
        line.appendJSON(label)
        line += ",\"message\":"
        line.appendJSON(message)
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line += ","
            line.appendJSON(["time", "level", "label", "message"].contains(key) ? "_\(key)" : key)
            line += ":"
            line.appendJSON(value)
        }
        return line + "}"
    }

    /// A word as it is, anything else in quotes.
    private static func word(_ text: String) -> String {
        let isWord = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0x22 && $0 != 0x3D }
        guard !isWord else { return text }
        var quoted = ""
        quoted.appendJSON(text)
        return quoted
    }

    /// No character of a message may end the line or move a terminal's cursor.
    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
        var quoted = ""
        quoted.appendJSON(text)
        return quoted
    }
}

extension String {
    fileprivate mutating func appendJSON(_ value: Logger.MetadataValue) {
        switch value {
        case .string(let text): appendJSON(text)
        case .stringConvertible(let value as Int): append(String(value))
        case .stringConvertible(let value as Bool): append(String(value))
        case .stringConvertible(let value): appendJSON("\(value)")
        case .array(let values):
            append("[")
            for (index, value) in values.enumerated() {
                if index > 0 { append(",") }
                appendJSON(value)
            }
            append("]")
        case .dictionary(let members):
            append("{")
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { append(",") }
                appendJSON(member.key)
                append(":")
                appendJSON(member.value)
            }
            append("}")
        }
    }

    fileprivate mutating func appendJSON(_ text: String) {
        append("\"")
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": append("\\\"")
            case "\\": append("\\\\")
            case "\n": append("\\n")
            case "\r": append("\\r")
            case "\t": append("\\t")
            case let scalar where scalar.value < 0x20 || scalar.value == 0x7F:
                append("\\u00\(scalar.value < 0x10 ? "0" : "")\(String(scalar.value, radix: 16))")
            default: unicodeScalars.append(scalar)
            }
        }
        append("\"")
    }
}
