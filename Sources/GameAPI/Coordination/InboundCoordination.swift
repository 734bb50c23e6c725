/// Decides what becomes of a client's message: who may say what, and in whose name.
public enum InboundCoordination {
    /// Durable changes: by REST only.
    static let mutations: Set = ["record_answer", "toggle_question", "update_score"]
    /// What the server itself says.
    static let reserved: Set = ["welcome", "snapshot", "game_changed", "client_connection_status", "error", "reset"]
    /// What everybody may say.
    static let common: Set = ["join_game", "pong"]
    static let press = "buzzer_pressed"
    /// The most characters, as PostgreSQL counts them, of a type, and of what a client is called.
    package static let nameLength = 100

    /// Judges one text message.
    ///
    /// - Parameters:
    ///   - text: Valid UTF-8.
    ///   - client: Who sent it; put into the message as `from`, in place of any that it has.
    /// - Returns: What goes to the others and, from a player, what has to be true for it.
    public static func judge(
        _ text: [UInt8], game: Int64, from client: ConnectionIdentity
    ) -> Result<(message: CoordinationMessage, claim: BuzzerClaim?), CoordinationError> {
        do throws(CoordinationError) {
            let members = try members(text)
            let type = try type(members)
            try permit(type, client)
            let message = CoordinationMessage(
                type: type, recipient: try recipient(members), retain: try retain(members, client),
                body: body(members, client))
            guard CoordinationPayload.hasRoom(for: message) else {
                throw CoordinationError(.malformed, detail: "The message is too long.")
            }
            let claim = client.role == .player && type == press ? try claim(members, game, client) : nil
            return .success((message, claim))
        } catch {
            return .failure(error)
        }
    }

    private static func members(_ text: [UInt8]) throws(CoordinationError) -> [JSONValue.Member] {
        let value: JSONValue
        do {
            value = try JSONParser.parse(text)
        } catch {
            throw CoordinationError(.malformed, detail: "Send one JSON object, without names that stand there twice.")
        }
        guard case .object(let members) = value else {
            throw CoordinationError(.malformed, detail: "Send a JSON object, not \(value.kind).")
        }
        return members
    }

    private static func value(_ name: String, _ members: [JSONValue.Member]) -> JSONValue? {
        members.first { $0.name == name }?.value
    }

    private static func type(_ members: [JSONValue.Member]) throws(CoordinationError) -> String {
        guard case .string(let type)? = value("type", members), !type.isEmpty, isName(type) else {
            throw CoordinationError(
                .malformed, detail: "The member type must be a string of 1 to \(nameLength) characters.")
        }
        return type
    }

    private static func permit(_ type: String, _ client: ConnectionIdentity) throws(CoordinationError) {
        if mutations.contains(type) {
            throw CoordinationError(
                .mutationOverWebSocket, detail: "Scores and questions change by REST only, see /openapi.yaml.")
        }
        if reserved.contains(type) {
            throw CoordinationError(.reservedType, detail: "Only the server sends \(type).")
        }
        guard mayAll(client) || common.contains(type) || (client.role == .player && type == press) else {
            throw CoordinationError(.forbidden, detail: "The token does not allow to send \(type).")
        }
    }

    private static func mayAll(_ client: ConnectionIdentity) -> Bool {
        client.role == nil || client.role == .host || client.role == .admin
    }

    /// What is retained is shown to everybody who comes: nothing for those who come with a join code.
    private static func retain(
        _ members: [JSONValue.Member], _ client: ConnectionIdentity
    ) throws(CoordinationError) -> Bool {
        switch value("retain", members) {
        case nil, .bool(false): return false
        case .bool(true):
            guard mayAll(client) else {
                throw CoordinationError(.forbidden, detail: "The token does not allow to have messages retained.")
            }
            return true
        default: throw CoordinationError(.malformed, detail: "The member retain must be true or false.")
        }
    }

    /// Null is everybody, and a string the id of a connection: so existing hardware answers a ping.
    private static func recipient(_ members: [JSONValue.Member]) throws(CoordinationError) -> Recipient? {
        let recipient: Recipient?
        switch value("recipient", members) {
        case nil, .null: return nil
        case .string(let connection): recipient = Recipient(connectionID: connection, clientID: nil, clientType: nil)
        case let value?: recipient = Recipient(value)
        }
        guard let recipient,
            [recipient.connectionID, recipient.clientID, recipient.clientType].allSatisfy({ $0.map(isName) ?? true })
        else {
            throw CoordinationError(
                .malformed,
                detail: "The member recipient must have connection_id, client_id or client_type, each a string of at "
                    + "most \(nameLength) characters.")
        }
        return recipient
    }

    /// Counted as PostgreSQL counts: what one reader takes for one character may be thousands of scalars.
    private static func isName(_ text: String) -> Bool { text.unicodeScalars.count <= nameLength }

    private static func body(_ members: [JSONValue.Member], _ client: ConnectionIdentity) -> String {
        var body = JSONText(extending: JSONValue.object(members.filter { $0.name != "from" }).text)
        body.add("from", json: client.json)
        return body.finish()
    }

    /// A player presses for itself, whether by its id or by the number of its buzzer.
    private static func claim(
        _ members: [JSONValue.Member], _ game: Int64, _ client: ConnectionIdentity
    ) throws(CoordinationError) -> BuzzerClaim {
        guard let player = client.player else {
            throw CoordinationError(.forbidden, detail: "The token names no player.")
        }
        var buzzer: Int?
        for member in members {
            switch member.name {
            case "player_id", "playerId":
                guard member.value == .number(String(player)) else { throw notTheirs }
            case "buzzer", "buzzer_id", "buzzerId":
                guard case .number(let digits) = member.value, let number = Int32(digits),
                    buzzer ?? Int(number) == number
                else { throw notTheirs }
                buzzer = Int(number)
            default: continue
            }
        }
        return BuzzerClaim(game: game, player: player, buzzer: buzzer)
    }

    private static let notTheirs = CoordinationError(.forbidden, detail: "A player presses only the own buzzer.")
}
