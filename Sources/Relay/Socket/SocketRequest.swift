import GameAPI
import HummingbirdCore

/// What a handshake asks for.
struct SocketRequest: Sendable {
    let game: Int64
    let token: String?
    let clientType: String?
    let clientID: String?
    let after: Int64?
    let origin: String?

    private static let nameLength = InboundCoordination.nameLength

    /// The game that a path like `/ws/games/7` leads to, `/ws/game/7/` too; nil for every other path. Throws for what is no id.
    static func game(path: String) throws(Problem) -> Int64? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        guard parts.count == 3, parts[0] == "ws", parts[1] == "games" || parts[1] == "game" else { return nil }
        guard let game = Int64(digits: parts[2]), game > 0 else {
            throw .invalid(field: "game_id", "must be an integer from 1 to \(Int64.max)")
        }
        return game
    }

    /// - Parameters:
    ///   - uri: Path and query.
    ///   - authorization: The header of that name: a token may come in it as well as in the query.
    init(game: Int64, uri: URI, authorization: String?, origin: String?) throws(Problem) {
        self.game = game
        self.origin = origin
        // As forms write it, which is how existing clients do: a plus is a space.
        let query = URI("?" + (uri.query ?? "").replacing("+", with: "%20")).queryParameters
        token = query["token"].map(String.init) ?? authorization.flatMap(AuthenticationMiddleware.bearerToken)
        clientType = try Self.name("client_type", query["client_type"])
        clientID = try Self.name("client_id", query["client_id"])
        guard let text = query["after"], !text.isEmpty else {
            after = nil
            return
        }
        guard let revision = Int64(digits: text) else {
            throw .invalid(field: "after", "must be an integer from 0 to \(Int64.max)")
        }
        after = revision
    }

    /// An empty name is none.
    private static func name(_ field: String, _ text: Substring?) throws(Problem) -> String? {
        guard let text, !text.isEmpty else { return nil }
        guard text.unicodeScalars.count <= nameLength, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw .invalid(field: field, "must have 1 to \(nameLength) characters, none of them a control character")
        }
        return String(text)
    }
}
