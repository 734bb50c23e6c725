extension BatchState {
    /// Applies mutations in order of arrival. Each gets its own result or error; one error never harms its neighbours.
    ///
    /// This is all of the game's rules: no clock, no database, no chance in it.
    mutating func fold(_ mutations: some Collection<Mutation>) -> [Result<MutationReply, MutationError>] {
        mutations.map { mutation in
            do throws(MutationError) {
                return .success(try apply(mutation))
            } catch {
                return .failure(error)
            }
        }
    }

    private mutating func apply(_ mutation: Mutation) throws(MutationError) -> MutationReply {
        guard games[mutation.gameID] != nil else { throw .notFound("game") }
        guard let idempotency = mutation.idempotency, let key = mutation.replyKey else { return try perform(mutation) }
        if let stored = replies[key] {
            guard stored.fingerprint == idempotency.fingerprint else { throw .idempotencyKeyReused }
            var reply = stored.reply
            reply.replayed = true
            return reply
        }
        let reply = try perform(mutation)
        replies[key] = StoredReply(fingerprint: idempotency.fingerprint, reply: reply)
        newReplies.append(key)
        return reply
    }

    private mutating func perform(_ mutation: Mutation) throws(MutationError) -> MutationReply {
        switch mutation.action {
        case .recordAnswer(let playerID, let questionID, let isCorrect, let points):
            let result = try recordPlayerAnswer(
                mutation, playerID: playerID, questionID: questionID, isCorrect: isCorrect, points: points)
            return MutationReply(status: 200, body: result.json)
        case .deleteAnswer(let playerID, let questionID):
            let result = try deletePlayerAnswer(mutation, playerID: playerID, questionID: questionID)
            return MutationReply(status: 200, body: result.json)
        case .updateQuestion(let id, let patch):
            let result = try updateQuestionStatus(mutation, id: id, patch: patch)
            return MutationReply(status: 200, body: result.json)
        case .createQuestion(let categoryID, let patch): return try createQuestion(mutation, in: categoryID, patch)
        case .deleteQuestion(let id): return try deleteQuestion(mutation, id: id)
        case .updateGame(let patch): return try updateGame(mutation, patch)
        case .createBoard(let patch): return try createBoard(mutation, patch)
        case .updateBoard(let id, let patch): return try updateBoard(mutation, id: id, patch)
        case .deleteBoard(let id): return try deleteBoard(mutation, id: id)
        case .createCategory(let boardID, let patch): return try createCategory(mutation, in: boardID, patch)
        case .updateCategory(let id, let patch): return try updateCategory(mutation, id: id, patch)
        case .deleteCategory(let id): return try deleteCategory(mutation, id: id)
        case .createTeam(let patch): return try createTeam(mutation, patch)
        case .updateTeam(let id, let patch): return try updateTeam(mutation, id: id, patch)
        case .deleteTeam(let id): return try deleteTeam(mutation, id: id)
        case .createPlayer(let patch): return try createPlayer(mutation, patch)
        case .updatePlayer(let id, let patch): return try updatePlayer(mutation, id: id, patch)
        case .deletePlayer(let id): return try deletePlayer(mutation, id: id)
        }
    }
}
