extension BatchState {
    /// Gives the game its next revision and logs what happened under it.
    ///
    /// - Parameters:
    ///   - detail: For hosts only; left out where it is longer than anybody may be made to read.
    ///   - version: The entity's new version; nil for an entity without a counter, which takes the revision.
    ///   - message: The members that the clients' message has besides `type`, `kind` and `revision`.
    mutating func record(
        _ mutation: Mutation, _ kind: Change.Kind, entityID: Int64, version: Int64? = nil, detail: String? = nil,
        message: (inout JSONText) -> Void
    ) {
        guard var game = games[mutation.gameID] else { preconditionFailure("a change of a game that is not locked") }
        game.revision += 1
        games.update(game)
        var body = JSONText()
        switch kind {
        case .updateScore, .toggleQuestion:
            body.add("type", kind.rawValue)
        default:
            body.add("type", "game_changed")
            body.add("kind", kind.rawValue)
        }
        message(&body)
        body.add("revision", game.revision)
        changes.append(
            Change(
                gameID: game.id, revision: game.revision, kind: kind, entityID: entityID,
                version: version ?? game.revision, body: body.finish(),
                detail: detail.flatMap { $0.utf8.count > GameLimits.detailBytes ? nil : $0 }, actor: mutation.actor))
    }

    /// Compares with the game's revision: the condition for everything without a version of its own.
    func checkRevision(_ mutation: Mutation) throws(MutationError) {
        guard let condition = mutation.precondition, let game = games[mutation.gameID] else { return }
        guard condition.admits(game.revision) else { throw .versionConflict(current: game.json) }
    }
}

extension GameState {
    /// What of a game is edited.
    var namesJSON: String {
        var object = JSONText()
        object.add("name", name)
        object.add("points_term", pointsTerm)
        return object.finish()
    }

    var json: String {
        var object = JSONText()
        object.add("game_id", id)
        object.add("name", name)
        object.add("points_term", pointsTerm)
        object.add("revision", revision)
        return object.finish()
    }
}
