/// Who asks, and what they may do. Every decision about rights is made here.
public struct Actor: Sendable, Hashable {
    private enum Standing: Sendable, Hashable {
        case anonymous, open, token
    }

    private let standing: Standing
    /// The role of the token; nil without one.
    public let role: Role?
    /// The one game that the token is for.
    public let game: Int64?
    /// The player that the bearer is.
    public let player: Int64?

    /// Somebody without a token: no rights.
    public static let anonymous = Actor(standing: .anonymous, role: nil, game: nil, player: nil)

    /// Anybody in a trusted room, where no tokens are asked: all rights.
    public static let open = Actor(standing: .open, role: nil, game: nil, player: nil)

    /// An operator: all rights.
    public static let admin = Actor(.admin)

    /// The bearer of a verified token.
    public init(_ claims: Claims) {
        self.init(standing: .token, role: claims.role, game: claims.game, player: claims.player)
    }

    private init(standing: Standing, role: Role?, game: Int64?, player: Int64?) {
        self.standing = standing
        self.role = role
        self.game = game
        self.player = player
    }

    /// How the change log names the actor: `host`, `admin`, `player:12`, `open` …
    public var name: String {
        switch (standing, role) {
        case (.open, _): "open"
        case (_, .player): "player:\(player ?? 0)"
        case (_, let role?): role.rawValue
        case (_, nil): "anonymous"
        }
    }

    /// Whether the actor may see every game there is.
    public var mayReadAllGames: Bool { standing == .open || role == .admin }

    /// Whether the actor may see this game.
    public func may(read game: Int64) -> Bool { mayReadAllGames || self.game == game }

    /// Whether the actor may change anything in this game.
    public func mayMutate(_ game: Int64) -> Bool { mayReadAllGames || (role == .host && self.game == game) }

    /// Whether the actor may see what players must not: answers, unopened questions, the join code.
    public func mayExport(_ game: Int64) -> Bool { mayMutate(game) }
}
