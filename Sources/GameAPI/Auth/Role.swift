/// What a token lets its bearer do.
public enum Role: String, Codable, Sendable, CaseIterable {
    /// Everything, in every game.
    case admin
    /// Everything in one game.
    case host
    /// Reads one game, for the big screen.
    case board
    /// Reads one game and acts as one of its players.
    case player
    /// Reads one game.
    case spectator
}
