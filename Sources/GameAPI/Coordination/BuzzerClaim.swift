/// What has to be true for a player's message: the player is in the game, and has that buzzer.
public struct BuzzerClaim: Sendable, Equatable {
    public let game: Int64
    public let player: Int64
    /// Nil: none is claimed.
    public let buzzer: Int?

    public init(game: Int64, player: Int64, buzzer: Int?) {
        self.game = game
        self.player = player
        self.buzzer = buzzer
    }
}
