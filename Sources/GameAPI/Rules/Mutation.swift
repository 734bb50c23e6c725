/// A request to change a game's durable state, checked for form and permission, not yet against the state.
public struct Mutation: Sendable, Equatable {
    /// The game that is changed; its row is locked.
    public let gameID: Int64
    public let action: Action
    /// Who asks, for the change log.
    public let actor: String
    /// The actor of those who come with the game's join code.
    public static let joining = "join"
    /// Compare and set: the version that the requester has seen.
    public var precondition: VersionCondition?
    /// Makes a repeated request the same mutation.
    public var idempotency: Idempotency?

    public init(
        gameID: Int64, action: Action, actor: String,
        precondition: VersionCondition? = nil, idempotency: Idempotency? = nil
    ) {
        self.gameID = gameID
        self.action = action
        self.actor = actor
        self.precondition = precondition
        self.idempotency = idempotency
    }

    /// Whoever knows the join code uses up none of the host's keys.
    var replyKey: BatchState.ReplyKey? {
        idempotency.map { .init(scope: actor == Self.joining ? -gameID : gameID, key: $0.key) }
    }
}

/// An idempotency key with the digest of the request it came with.
public struct Idempotency: Sendable, Hashable {
    /// 1 to 255 visible characters.
    public let key: String
    /// SHA-256 of what makes the request what it is: method, path, actor and body.
    public let fingerprint: [UInt8]

    public init(key: String, fingerprint: [UInt8]) {
        self.key = key
        self.fingerprint = fingerprint
    }
}

/// The versions that an `If-Match` lets pass (RFC 9110, section 13.1.1).
public struct VersionCondition: Sendable, Equatable {
    public let versions: [Int64]

    public init(versions: [Int64]) {
        self.versions = versions
    }

    func admits(_ version: Int64) -> Bool {
        versions.contains(version)
    }
}

/// What a mutation does.
public enum Action: Sendable, Equatable {
    /// `points` nil: the question's points, negative for a wrong answer.
    case recordAnswer(playerID: Int64, questionID: Int64, isCorrect: Bool, points: Int32?)
    case deleteAnswer(playerID: Int64, questionID: Int64)
    case updateGame(GamePatch)
    case createBoard(BoardPatch)
    case updateBoard(Int64, BoardPatch)
    case deleteBoard(Int64)
    case createCategory(boardID: Int64, CategoryPatch)
    case updateCategory(Int64, CategoryPatch)
    case deleteCategory(Int64)
    case createQuestion(categoryID: Int64, QuestionPatch)
    case updateQuestion(Int64, QuestionPatch)
    case deleteQuestion(Int64)
    case createTeam(TeamPatch)
    case updateTeam(Int64, TeamPatch)
    case deleteTeam(Int64)
    case createPlayer(PlayerPatch)
    case updatePlayer(Int64, PlayerPatch)
    case deletePlayer(Int64)
}

/// A field of a patch that may be set to nothing.
public enum Settable<Value: Sendable & Equatable>: Sendable, Equatable {
    case unchanged
    case set(Value?)

    func applied(to current: Value?) -> Value? {
        if case .set(let value) = self { value } else { current }
    }
}

/// What a request says about a game; nil fields stay as they are.
public struct GamePatch: Sendable, Equatable {
    public var name: String?
    public var pointsTerm: String?

    public init(name: String? = nil, pointsTerm: String? = nil) {
        self.name = name
        self.pointsTerm = pointsTerm
    }
}

/// What a request says about a board.
public struct BoardPatch: Sendable, Equatable {
    public var name: String?
    public var order: Int32?

    public init(name: String? = nil, order: Int32? = nil) {
        self.name = name
        self.order = order
    }
}

/// What a request says about a category.
public struct CategoryPatch: Sendable, Equatable {
    public var name: String?
    public var description: String?
    public var order: Int32?

    public init(name: String? = nil, description: String? = nil, order: Int32? = nil) {
        self.name = name
        self.description = description
        self.order = order
    }
}

/// What a request says about a question.
public struct QuestionPatch: Sendable, Equatable {
    public var answered: Bool?
    public var text: String?
    public var answer: String?
    public var points: Int32?
    public var flags: [String]?
    public var order: Int32?
    /// A JSON array; only of a new question.
    public var slides: String?

    public init(
        answered: Bool? = nil, text: String? = nil, answer: String? = nil,
        points: Int32? = nil, flags: [String]? = nil, order: Int32? = nil, slides: String? = nil
    ) {
        self.answered = answered
        self.text = text
        self.answer = answer
        self.points = points
        self.flags = flags
        self.order = order
        self.slides = slides
    }

    /// Whether more than the question's state changes.
    var changesContent: Bool {
        text != nil || answer != nil || points != nil || flags != nil || order != nil
    }
}

/// What a request says about a team.
public struct TeamPatch: Sendable, Equatable {
    public var name: String?
    public var color: String?

    public init(name: String? = nil, color: String? = nil) {
        self.name = name
        self.color = color
    }
}

/// What a request says about a player.
public struct PlayerPatch: Sendable, Equatable {
    public var name: String?
    public var teamID: Settable<Int64>
    public var buzzer: Settable<Int32>

    public init(name: String? = nil, teamID: Settable<Int64> = .unchanged, buzzer: Settable<Int32> = .unchanged) {
        self.name = name
        self.teamID = teamID
        self.buzzer = buzzer
    }
}
