/// A game as far as mutations need it.
struct GameState: Identifiable, Sendable, Equatable {
    let id: Int64
    var name: String
    var pointsTerm: String
    var revision: Int64
}

/// A round.
struct Board: Identifiable, Sendable, Equatable {
    let id: Int64
    let gameID: Int64
    var name: String
    var position: Int32
}

/// A column of a board.
struct Category: Identifiable, Sendable, Equatable {
    let id: Int64
    let gameID: Int64
    let boardID: Int64
    var name: String
    var description: String
    var position: Int32
}

/// What changes of a question while it is played, and what an answer to it is worth.
struct QuestionState: Identifiable, Sendable, Equatable {
    let id: Int64
    let gameID: Int64
    let categoryID: Int64
    var points: Int32
    var answered: Bool
    var version: Int64
}

/// What a question says. Loaded only where it is edited or deleted.
struct QuestionContent: Identifiable, Sendable, Equatable {
    let id: Int64
    var text: String
    var answer: String
    var flags: [String]
    var position: Int32
    /// Pages of an imported question, as JSON. Kept as they came; not edited here.
    var slides: String?
}

/// A group of players.
struct Team: Identifiable, Sendable, Equatable {
    let id: Int64
    let gameID: Int64
    var name: String
    var color: String
}

/// Who a player is. Loaded only where it is edited.
struct PlayerProfile: Identifiable, Sendable, Equatable {
    let id: Int64
    let gameID: Int64
    var teamID: Int64?
    var name: String
    var buzzer: Int32?
}

/// A player's score.
struct PlayerScore: Identifiable, Sendable, Equatable {
    let id: Int64
    let gameID: Int64
    var score: Int32
    var version: Int64
}

/// A recorded answer.
struct Answer: Sendable, Equatable {
    var isCorrect: Bool
    var points: Int32
}

/// Whose answer to what.
struct AnswerKey: Hashable, Sendable {
    let playerID: Int64
    let questionID: Int64
}

/// Rows of one kind under a batch's lock, and which of them have to be written back.
struct Rows<Row: Identifiable & Sendable & Equatable>: Sendable, Equatable where Row.ID == Int64 {
    private(set) var byID: [Int64: Row] = [:]
    /// Made or altered in this batch.
    private(set) var changed: Set<Int64> = []
    /// Read from the database and deleted in this batch.
    private(set) var deleted: Set<Int64> = []
    private var created: Set<Int64> = []

    subscript(id: Int64) -> Row? { byID[id] }

    /// Takes a row as the database has it.
    mutating func load(_ row: Row) {
        byID[row.id] = row
    }

    mutating func create(_ row: Row) {
        byID[row.id] = row
        changed.insert(row.id)
        created.insert(row.id)
    }

    /// Replaces a row that is there.
    mutating func update(_ row: Row) {
        byID[row.id] = row
        changed.insert(row.id)
    }

    mutating func delete(_ id: Int64) {
        byID[id] = nil
        changed.remove(id)
        if created.remove(id) == nil { deleted.insert(id) }
    }

    /// The rows to write, by id.
    var changedRows: [Row] { changed.sorted().compactMap { byID[$0] } }
}
