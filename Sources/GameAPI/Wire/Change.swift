/// A committed fact about a game: the row of the change log and, as `body`, the message that its clients get.
public struct Change: Sendable, Equatable {
    /// What a change is about, by the words of the contract.
    public enum Kind: String, Sendable {
        case updateScore = "update_score"
        case toggleQuestion = "toggle_question"
        case gameUpdated = "game_updated"
        case boardCreated = "board_created"
        case boardUpdated = "board_updated"
        case boardDeleted = "board_deleted"
        case categoryCreated = "category_created"
        case categoryUpdated = "category_updated"
        case categoryDeleted = "category_deleted"
        case questionCreated = "question_created"
        case questionUpdated = "question_updated"
        case questionDeleted = "question_deleted"
        case teamCreated = "team_created"
        case teamUpdated = "team_updated"
        case teamDeleted = "team_deleted"
        case playerCreated = "player_created"
        case playerUpdated = "player_updated"
        case playerDeleted = "player_deleted"
    }

    public let gameID: Int64
    /// The game's counter; contiguous from 1 in commit order.
    public let revision: Int64
    public let kind: Kind
    public let entityID: Int64
    /// The entity's counter; the revision where the entity has none of its own.
    public let version: Int64
    /// Exactly what each client of the game receives: a JSON object.
    public let body: String
    /// What only a host may see: a JSON object.
    public let detail: String?
    /// Who did it.
    public let actor: String
}
