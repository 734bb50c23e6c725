import PGStore

// How rows of `LockSQL` become entities: the columns in the order of its SELECTs.

extension GameState {
    init(row: PGRow) throws(PGError) {
        self.init(
            id: try row.decode(0), name: try row.decode(1), pointsTerm: try row.decode(2), revision: try row.decode(3))
    }
}

extension PlayerScore {
    init(row: PGRow) throws(PGError) {
        self.init(
            id: try row.decode(0), gameID: try row.decode(1), score: try row.decode(2), version: try row.decode(3))
    }
}

extension QuestionState {
    init(row: PGRow) throws(PGError) {
        self.init(
            id: try row.decode(0), gameID: try row.decode(1), categoryID: try row.decode(2), points: try row.decode(3),
            answered: try row.decode(4), version: try row.decode(5))
    }
}

extension QuestionContent {
    init(row: PGRow) throws(PGError) {
        self.init(
            id: try row.decode(0), text: try row.decode(1), answer: try row.decode(2), flags: try row.decode(3),
            position: try row.decode(4), slides: try row.decode(5))
    }
}

extension Board {
    init(row: PGRow) throws(PGError) {
        self.init(
            id: try row.decode(0), gameID: try row.decode(1), name: try row.decode(2), position: try row.decode(3))
    }
}

extension Category {
    init(row: PGRow) throws(PGError) {
        self.init(
            id: try row.decode(0), gameID: try row.decode(1), boardID: try row.decode(2), name: try row.decode(3),
            description: try row.decode(4), position: try row.decode(5))
    }
}

extension Team {
    init(row: PGRow) throws(PGError) {
        self.init(
            id: try row.decode(0), gameID: try row.decode(1), name: try row.decode(2), color: try row.decode(3))
    }
}

extension PlayerProfile {
    init(row: PGRow) throws(PGError) {
        self.init(
            id: try row.decode(0), gameID: try row.decode(1), teamID: try row.decode(2), name: try row.decode(3),
            buzzer: try row.decode(4))
    }
}

extension NewIDs {
    /// - Parameter rows: What `LockSQL.newIDs` returns: a kind and an id a row.
    init(_ rows: PGRows) throws(PGError) {
        self.init()
        for row in rows {
            let id = try row.decode(1, as: Int64.self)
            switch try row.decode(0, as: Int32.self) {
            case 0: boards.append(id)
            case 1: categories.append(id)
            case 2: questions.append(id)
            case 3: teams.append(id)
            default: players.append(id)
            }
        }
    }
}
