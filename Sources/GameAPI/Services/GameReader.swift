public import PGStore

/// Reads games without locking anything.
public struct GameReader: Sendable {
    let pool: PGPool

    public init(pool: PGPool) {
        self.pool = pool
    }

    /// A snapshot: the game's revision and, unless the client has that one already, its JSON.
    ///
    /// - Parameters:
    ///   - seesAll: Whether answers, unopened questions' texts and the join code are in it.
    ///   - known: A revision for which the client needs no body.
    /// - Returns: nil where there is no such game.
    func snapshot(of gameID: Int64, seesAll: Bool, unless known: Int64?) async throws -> (
        revision: Int64, json: String?
    )? {
        let rows = try await execute(ReadSQL.snapshot(gameID, seesAll, known ?? -1))
        return try rows.first.map { (try $0.decode(0), try $0.decode(1)) }
    }

    /// The changes after a revision, in order, as JSON; nil where there is no such game.
    func changes(of gameID: Int64, after revision: Int64, limit: Int, seesDetail: Bool) async throws -> String? {
        let rows = try await execute(
            ReadSQL.changes(gameID, revision, Int64(limit), seesDetail, Int64(GameLimits.detailBytes)))
        return try rows.first?.decode(0)
    }

    /// Games as JSON, newest first.
    ///
    /// - Parameter gameID: Only this one; nil: all.
    func games(only gameID: Int64?, before: Int64?, limit: Int, seesJoinCodes: Bool) async throws -> String {
        let rows = try await execute(ReadSQL.games(gameID, before, Int64(limit), seesJoinCodes))
        guard let row = rows.first else { throw PGError.decoding("no row from an aggregate") }
        return try row.decode(0)
    }

    /// The game that a join code leads to.
    func game(joinCode: String) async throws -> Int64? {
        try await execute(ReadSQL.gameByJoinCode(joinCode)).first?.decode(0)
    }

    /// The game that something belongs to; nil where there is no such thing.
    func game(of entity: Entity) async throws -> Int64? {
        let call =
            switch entity {
            case .board(let id): ReadSQL.gameOfBoard(id)
            case .category(let id): ReadSQL.gameOfCategory(id)
            case .question(let id): ReadSQL.gameOfQuestion(id)
            case .team(let id): ReadSQL.gameOfTeam(id)
            case .player(let id): ReadSQL.gameOfPlayer(id)
            }
        return try await execute(call).first?.decode(0)
    }

    /// The reply given under an idempotency key to this very request, and its game.
    func reply(to idempotency: Idempotency) async throws -> (gameID: Int64, reply: MutationReply)? {
        let rows = try await execute(ReadSQL.replyByKey(idempotency.key, idempotency.fingerprint))
        return try rows.first.map { row in
            let status = Int(try row.decode(1, as: Int16.self))
            return (try row.decode(0), MutationReply(status: status, body: try row.decode(2), replayed: true))
        }
    }

    private func execute(_ call: PGCall) async throws -> PGRows {
        try await pool.read([call])[0]
    }
}

/// Something of a game that has an id of its own in a path.
enum Entity: Sendable, Hashable {
    case board(Int64)
    case category(Int64)
    case question(Int64)
    case team(Int64)
    case player(Int64)

    /// What the thing is called in errors.
    var kind: String {
        switch self {
        case .board: "board"
        case .category: "category"
        case .question: "question"
        case .team: "team"
        case .player: "player"
        }
    }
}
