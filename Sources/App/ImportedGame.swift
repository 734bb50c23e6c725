/// A game that has just been made, for whoever is at the terminal.
struct ImportedGame: Sendable, Equatable {
    let gameID: Int64
    let joinCode: String
    let hostToken: String
    let boardToken: String

    /// Links that open the pages with their tokens, which travel in the fragment and so never reach a log.
    func lines(_ configuration: AppConfiguration) -> [String] {
        let base = configuration.baseURL(port: configuration.port)
        return [
            "game:        \(gameID)",
            "host:        \(base)/host/\(gameID)#token=\(hostToken)",
            "board:       \(base)/board/\(gameID)#token=\(boardToken)",
            "play:        \(base)/#join=\(joinCode)",
            "join code:   \(joinCode)",
            "host token:  \(hostToken)",
            "board token: \(boardToken)",
        ]
    }
}
