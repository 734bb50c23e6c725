extension Announcement {
    /// The game that a payload is about: the digits before its first colon.
    public static func gameID(of payload: String) -> Int64? {
        payload.utf8.firstIndex(of: UInt8(ascii: ":")).flatMap { Int64(digits: payload[..<$0]) }
    }

    /// Takes a payload apart. The changes' JSON is not decoded: its bytes go to the clients as they are.
    public static func parse(_ payload: String) throws(PayloadError) -> Announced {
        guard let gameID = gameID(of: payload), let colon = payload.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            throw PayloadError("no game id in front")
        }
        let start = payload.utf8.index(after: colon)
        let content = payload[start...]
        if content.utf8.first == UInt8(ascii: "@") {
            guard let revision = Int64(digits: content.dropFirst()), revision > 0 else {
                throw PayloadError("no revision behind @")
            }
            return .upTo(gameID: gameID, revision: revision)
        }
        // The whole payload, since the bytes of a part of a string are copied one by one.
        let offset = payload.utf8.distance(from: payload.startIndex, to: start)
        return .changes(gameID: gameID, try ChangeScanner.changes(Array(payload.utf8), from: offset))
    }
}
