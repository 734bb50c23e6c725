/// The payloads of `podium_coordination`: `GAME_ID:` and items, one a line, their fields with tabs between them. JSON as we
/// write it has neither raw newlines nor raw tabs.
///
///     m  RECIPIENT|-  TYPE  BODY     a message; M: one that is retained
///     p  INSTANCE  SEQUENCE  [["TYPE","ID",CONNECTIONS],…]
///     g  INSTANCE                    under game 0
///
/// RECIPIENT is an object, TYPE and INSTANCE are strings, BODY is what clients get: all JSON.
public enum CoordinationPayload {
    /// The payloads for a game's items: in order, as many in each as there is room for.
    public static func payloads(gameID: Int64, items: [CoordinationItem]) -> [String] {
        let prefix = "\(gameID):"
        var payloads: [String] = []
        var lines = ""
        for line in items.flatMap({ Self.lines(of: $0) }) {
            let length = prefix.utf8.count + lines.utf8.count + 1 + line.utf8.count
            if !lines.isEmpty, length > Announcement.maximumPayloadBytes {
                payloads.append(prefix + lines)
                lines = ""
            }
            if !lines.isEmpty { lines.append("\n") }
            lines.append(line)
        }
        if !lines.isEmpty { payloads.append(prefix + lines) }
        return payloads
    }

    /// Whether a message fits into one payload, whatever the game's id.
    static func hasRoom(for message: CoordinationMessage) -> Bool {
        "\(Int64.max):".utf8.count + line(of: message).utf8.count <= Announcement.maximumPayloadBytes
    }

    /// Takes a payload apart.
    public static func parse(_ payload: String) throws(PayloadError) -> (gameID: Int64, items: [CoordinationItem]) {
        guard let gameID = Announcement.gameID(of: payload), let colon = payload.utf8.firstIndex(of: UInt8(ascii: ":"))
        else { throw PayloadError("no game id in front") }
        var items: [CoordinationItem] = []
        for line in payload[payload.utf8.index(after: colon)...].utf8.split(separator: UInt8(ascii: "\n")) {
            items.append(try CoordinationLine(line).item())
        }
        return (gameID, items)
    }

    private static func line(of message: CoordinationMessage) -> String {
        let recipient = message.recipient?.json ?? "-"
        return "\(message.retain ? "M" : "m")\t\(recipient)\t\(message.type.jsonString)\t\(message.body)"
    }

    /// A list of clients is divided, so that each line finds room.
    private static func lines(of item: CoordinationItem) -> [String] {
        switch item {
        case .message(let message):
            return [line(of: message)]
        case .gone(let instance):
            return ["g\t\(instance.jsonString)"]
        case .presence(let instance, let sequence, let counts):
            let head = "p\t\(instance.jsonString)\t\(sequence)\t"
            var lines: [String] = []
            var list = ""
            for count in counts {
                let entry = "[\(count.client.type.jsonString),\(count.client.id.jsonString),\(count.connections)]"
                if !list.isEmpty, list.utf8.count + entry.utf8.count > 4_096 {
                    lines.append("\(head)[\(list)]")
                    list = ""
                }
                if !list.isEmpty { list.append(",") }
                list.append(entry)
            }
            lines.append("\(head)[\(list)]")
            return lines
        }
    }
}

extension Recipient {
    fileprivate var json: String {
        var object = JSONText()
        if let connectionID { object.add("connection_id", connectionID) }
        if let clientID { object.add("client_id", clientID) }
        if let clientType { object.add("client_type", clientType) }
        return object.finish()
    }
}
