public import Logging
public import PGStore

/// Makes games: empty ones and imported ones, whole or not at all.
public struct GameCreator: Sendable {
    let pool: PGPool
    let logger: Logger

    public init(pool: PGPool, logger: Logger) {
        self.pool = pool
        self.logger = logger
    }

    /// How long each step may take: an import of thousands of questions takes longer than a mutation.
    private static func timeout(for quiz: QuizFile) -> Duration {
        min(.seconds(2) + .milliseconds(10) * (quiz.questionCount + quiz.allPlayers.count), .seconds(20))
    }

    /// Makes a game from a quiz, under a new join code.
    ///
    /// - Returns: A reply whose body is `{"game_id", "join_code"}`; the same again for a repeated idempotency key.
    func create(_ quiz: QuizFile, idempotency: Idempotency? = nil) async throws(MutationError) -> MutationReply {
        let stored: Stored
        let timeout = Self.timeout(for: quiz)
        do {
            stored = try await pool.withConnection { try await self.store(quiz, idempotency, on: $0, timeout) }
        } catch let error as MutationError {
            throw error
        } catch let error as PGError where error.isPassing {
            throw .databaseUnavailable
        } catch {
            throw .unexpected("\(error)")
        }
        guard let commit = stored.openCommit else { return stored.reply }
        let inquiry = CommitInquiry(pool: pool, logger: logger)
        switch await inquiry.outcome(of: commit, until: ContinuousClock().now + .milliseconds(500)) {
        case .committed: return stored.reply
        case .aborted: throw .databaseUnavailable
        case .unknown: throw .outcomeUnknown
        }
    }

    private struct Stored {
        let reply: MutationReply
        /// Set where the connection broke at COMMIT.
        var openCommit: CommitWitness?
    }

    private func store(
        _ quiz: QuizFile, _ idempotency: Idempotency?, on connection: PGConnection, _ timeout: Duration
    ) async throws -> Stored {
        if let reply = try await begin(idempotency, on: connection, timeout) { return Stored(reply: reply) }
        var commit = try CommitWitness(try await connection.execute(LockSQL.identify("2s"), timeout: timeout))
        let (gameID, joinCode) = try await createGame(quiz, on: connection, timeout)
        commit.gameID = gameID
        let newIDs = try await connection.execute(LockSQL.newIDs(quiz), timeout: timeout)
        let rows = QuizRows(quiz, gameID: gameID, newIDs: try NewIDs(newIDs))

        var body = JSONText()
        body.add("game_id", gameID)
        body.add("join_code", joinCode)
        let reply = MutationReply(status: 201, body: body.finish())
        do throws(PGError) {
            _ = try await connection.pipeline(calls(rows, reply, idempotency), timeout: timeout)
            return Stored(reply: reply)
        } catch {
            guard error.leavesOutcomeOpen else { throw error }
            return Stored(reply: reply, openCommit: commit)
        }
    }

    /// - Returns: The reply given earlier under the same key.
    private func begin(
        _ idempotency: Idempotency?, on connection: PGConnection, _ timeout: Duration
    ) async throws -> MutationReply? {
        var calls = [LockSQL.begin(), CreateSQL.allowTime("\(Int(timeout / .milliseconds(1)))ms")]
        guard let idempotency else {
            _ = try await connection.pipeline(calls, timeout: timeout)
            return nil
        }
        calls += [CreateSQL.lockKey(idempotency.key), CreateSQL.reply(idempotency.key)]
        let results = try await connection.pipeline(calls, timeout: timeout)
        guard let row = results.last?.first else { return nil }
        guard try row.decode(0, as: [UInt8].self) == idempotency.fingerprint else {
            throw MutationError.idempotencyKeyReused
        }
        return MutationReply(status: Int(try row.decode(1, as: Int16.self)), body: try row.decode(2), replayed: true)
    }

    private func createGame(
        _ quiz: QuizFile, on connection: PGConnection, _ timeout: Duration
    ) async throws -> (Int64, String) {
        while true {
            let joinCode = JoinCode.random()
            let rows = try await connection.execute(
                CreateSQL.game(quiz.name, quiz.mode, quiz.pointsTerm, joinCode, quiz.metadata), timeout: timeout)
            if let row = rows.first { return (try row.decode(0), joinCode) }
        }
    }

    private func calls(_ rows: QuizRows, _ reply: MutationReply, _ idempotency: Idempotency?) -> [PGCall] {
        var state = rows.state
        if let idempotency {
            let key = BatchState.ReplyKey(scope: 0, key: idempotency.key)
            state.replies[key] = .init(fingerprint: idempotency.fingerprint, reply: reply)
            state.newReplies = [key]
        }
        var calls = StoreFlight(state).calls.dropLast()
        if !rows.answers.isEmpty { calls.append(rows.storeAnswers) }
        return calls + [StoreSQL.commit()]
    }
}

/// What players type to join: without characters that look alike on a projector.
enum JoinCode {
    private static let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")

    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return String((0..<6).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] })
    }
}
