public import JWTKit

/// What a token says: a role and, but for the admin, the game it is for.
///
/// There is no time of issue and no expiry in it, so the same claims always make the same token: a join that is
/// retried gets the bytes it got before. Tokens end with the secret that signed them.
public struct Claims: JWTPayload, Sendable, Hashable {
    /// What the bearer may do.
    public let role: Role
    /// The one game this token is for.
    public let game: Int64?
    /// The player that the bearer is.
    public let player: Int64?

    /// The claims of an operator.
    public static let admin = Claims(role: .admin, game: nil, player: nil)

    /// The claims of a game's host.
    public static func host(_ game: Int64) -> Claims { Claims(role: .host, game: game, player: nil) }

    /// The claims of a game's big screen.
    public static func board(_ game: Int64) -> Claims { Claims(role: .board, game: game, player: nil) }

    /// The claims of one who looks on.
    public static func spectator(_ game: Int64) -> Claims { Claims(role: .spectator, game: game, player: nil) }

    /// The claims of a player of a game.
    public static func player(_ player: Int64, game: Int64) -> Claims {
        Claims(role: .player, game: game, player: player)
    }

    /// Whether the members fit the role: no game for the admin, a game for the others, a player for players only.
    var isConsistent: Bool {
        switch role {
        case .admin: game == nil && player == nil
        case .host, .board, .spectator: (game ?? 0) > 0 && player == nil
        case .player: (game ?? 0) > 0 && (player ?? 0) > 0
        }
    }

    /// Checks the members against the role; the signature was checked before.
    public func verify(using _: some JWTAlgorithm) throws {
        guard isConsistent else { throw TokenError.inconsistentClaims }
    }
}
