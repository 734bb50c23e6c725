/// The payloads that tell other instances about a game's changes, over PostgreSQL's NOTIFY.
///
/// A payload is `GAME_ID:` and a JSON array of consecutive changes' messages. PostgreSQL takes payloads of less than
/// 8,000 bytes (manual, NOTIFY), so many changes make several payloads, and a change too large for one is announced as
/// `GAME_ID:@REVISION`: read the log up to there.
public enum Announcement {
    static let maximumPayloadBytes = 7_900

    /// The payloads for one game's changes, given in order of revision.
    static func payloads(gameID: Int64, changes: some Sequence<Change>) -> [String] {
        let prefix = "\(gameID):"
        var payloads: [String] = []
        var array = ""
        func flush() {
            guard !array.isEmpty else { return }
            payloads.append("\(prefix)[\(array)]")
            array = ""
        }
        for change in changes {
            let length = change.body.utf8.count
            if prefix.utf8.count + array.utf8.count + length + 3 > maximumPayloadBytes { flush() }
            if prefix.utf8.count + length + 2 > maximumPayloadBytes {
                payloads.append("\(prefix)@\(change.revision)")
            } else {
                if !array.isEmpty { array.append(",") }
                array.append(change.body)
            }
        }
        flush()
        return payloads
    }
}
