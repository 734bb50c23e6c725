/// One line of a payload on `podium_coordination`.
struct CoordinationLine {
    private let fields: [Substring.UTF8View.SubSequence]

    init(_ line: Substring.UTF8View.SubSequence) {
        fields = line.split(separator: UInt8(ascii: "\t"), maxSplits: 3, omittingEmptySubsequences: false)
    }

    func item() throws(PayloadError) -> CoordinationItem {
        switch (text(0), fields.count) {
        case ("m", 4), ("M", 4):
            return .message(
                CoordinationMessage(
                    type: try string(2), recipient: text(1) == "-" ? nil : try recipient(json(1)),
                    retain: text(0) == "M", body: text(3)))
        case ("p", 4):
            guard let sequence = Int64(digits: text(2)), case .array(let entries) = try json(3) else {
                throw PayloadError("presence without sequence or clients")
            }
            var counts: [ClientCount] = []
            for entry in entries { counts.append(try count(entry)) }
            return .presence(instance: try string(1), sequence: sequence, counts: counts)
        case ("g", 2):
            return .gone(instance: try string(1))
        default:
            throw PayloadError("an item of an unknown kind")
        }
    }

    private func text(_ field: Int) -> String { fields.indices.contains(field) ? String(Substring(fields[field])) : "" }

    private func json(_ field: Int) throws(PayloadError) -> JSONValue {
        do {
            return try JSONParser.parse(Array(fields[field]))
        } catch {
            throw PayloadError("a field that is no JSON")
        }
    }

    private func string(_ field: Int) throws(PayloadError) -> String {
        guard case .string(let text) = try json(field) else { throw PayloadError("a field that is no string") }
        return text
    }

    private func recipient(_ value: JSONValue) throws(PayloadError) -> Recipient {
        guard let recipient = Recipient(value) else { throw PayloadError("no recipient") }
        return recipient
    }

    private func count(_ value: JSONValue) throws(PayloadError) -> ClientCount {
        guard case .array(let parts) = value, parts.count == 3, case .string(let type) = parts[0],
            case .string(let id) = parts[1], case .number(let digits) = parts[2], let connections = Int32(digits),
            connections >= 0
        else { throw PayloadError("a client of presence that is none") }
        return ClientCount(client: ClientKey(type: type, id: id), connections: Int(connections))
    }
}

extension Recipient {
    /// From an object of strings that names something known; nil: it is none.
    init?(_ value: JSONValue) {
        guard case .object(let members) = value, !members.isEmpty else { return nil }
        var texts: [String: String] = [:]
        for member in members {
            guard ["connection_id", "client_id", "client_type"].contains(member.name),
                case .string(let text) = member.value
            else { return nil }
            texts[member.name] = text
        }
        self.init(
            connectionID: texts["connection_id"], clientID: texts["client_id"], clientType: texts["client_type"])
    }
}
