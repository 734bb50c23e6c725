extension BatchState {
    mutating func createTeam(_ mutation: Mutation, _ patch: TeamPatch) throws(MutationError) -> MutationReply {
        try checkRevision(mutation)
        let team = Team(
            id: newIDs.teams.removeFirst(), gameID: mutation.gameID, name: patch.name ?? "", color: patch.color ?? "")
        teams.create(team)
        return recordTeam(mutation, .teamCreated, team, status: 201)
    }

    mutating func updateTeam(
        _ mutation: Mutation, id: Int64, _ patch: TeamPatch
    ) throws(MutationError) -> MutationReply {
        guard var team = teams[id], team.gameID == mutation.gameID else { throw .notFound("team") }
        try checkRevision(mutation)
        let previous = team
        team.name = patch.name ?? team.name
        team.color = patch.color ?? team.color
        teams.update(team)
        return recordTeam(mutation, .teamUpdated, team, previous: previous, status: 200)
    }

    /// Its players stay, without a team.
    mutating func deleteTeam(_ mutation: Mutation, id: Int64) throws(MutationError) -> MutationReply {
        guard let team = teams[id], team.gameID == mutation.gameID else { throw .notFound("team") }
        try checkRevision(mutation)
        let detail = detail(ofDeleted: team)
        for var player in players.byID.values where player.teamID == id {
            player.teamID = nil
            players.update(player)
        }
        teams.delete(id)
        record(mutation, .teamDeleted, entityID: id, detail: detail) { $0.add("team_id", id) }
        return MutationReply(status: 204, body: "")
    }

    mutating func createPlayer(_ mutation: Mutation, _ patch: PlayerPatch) throws(MutationError) -> MutationReply {
        try checkRevision(mutation)
        let teamID = patch.teamID.applied(to: nil)
        try checkTeam(teamID, in: mutation)
        let id = newIDs.players.removeFirst()
        let player = PlayerProfile(
            id: id, gameID: mutation.gameID, teamID: teamID, name: patch.name ?? "",
            buzzer: patch.buzzer.applied(to: nil))
        players.create(player)
        scores.create(PlayerScore(id: id, gameID: mutation.gameID, score: 0, version: 0))
        return recordPlayer(mutation, .playerCreated, player, status: 201)
    }

    mutating func updatePlayer(
        _ mutation: Mutation, id: Int64, _ patch: PlayerPatch
    ) throws(MutationError) -> MutationReply {
        guard var player = players[id], player.gameID == mutation.gameID else { throw .notFound("player") }
        try checkRevision(mutation)
        let previous = Self.previous(playerJSON(player))
        player.name = patch.name ?? player.name
        player.teamID = patch.teamID.applied(to: player.teamID)
        if case .set = patch.teamID { try checkTeam(player.teamID, in: mutation) }
        player.buzzer = patch.buzzer.applied(to: player.buzzer)
        players.update(player)
        return recordPlayer(mutation, .playerUpdated, player, detail: previous, status: 200)
    }

    /// The player's answers go along.
    mutating func deletePlayer(_ mutation: Mutation, id: Int64) throws(MutationError) -> MutationReply {
        guard let player = players[id], player.gameID == mutation.gameID else { throw .notFound("player") }
        try checkRevision(mutation)
        var detail = JSONText()
        detail.add("player", json: playerJSON(player))
        detail.add("answers", json: answersJSON(of: id))
        players.delete(id)
        scores.delete(id)
        for key in answers.keys.filter({ $0.playerID == id }) {
            answers[key] = nil
            changedAnswers[key] = nil
            answerCounts[key.questionID, default: 0] -= 1
        }
        record(mutation, .playerDeleted, entityID: id, detail: detail.finish()) { $0.add("player_id", id) }
        return MutationReply(status: 204, body: "")
    }

    private func checkTeam(_ id: Int64?, in mutation: Mutation) throws(MutationError) {
        guard let id else { return }
        guard let team = teams[id] else { throw .notFound("team") }
        guard team.gameID == mutation.gameID else { throw .wrongGame(field: "team_id") }
    }

    private mutating func recordTeam(
        _ mutation: Mutation, _ kind: Change.Kind, _ team: Team, previous: Team? = nil, status: Int
    ) -> MutationReply {
        let json = team.json
        record(mutation, kind, entityID: team.id, detail: (previous?.json).map(Self.previous)) {
            $0.add("team", json: json)
        }
        return MutationReply(status: status, body: json)
    }

    private mutating func recordPlayer(
        _ mutation: Mutation, _ kind: Change.Kind, _ player: PlayerProfile, detail: String? = nil, status: Int
    ) -> MutationReply {
        let json = playerJSON(player)
        record(mutation, kind, entityID: player.id, detail: detail) { $0.add("player", json: json) }
        return MutationReply(status: status, body: json)
    }

    private func playerJSON(_ player: PlayerProfile) -> String {
        var object = JSONText()
        object.add("id", player.id)
        object.add("team_id", orNull: player.teamID)
        object.add("name", player.name)
        object.add("buzzer", orNull: player.buzzer)
        object.add("score", scores[player.id]?.score ?? 0)
        object.add("version", scores[player.id]?.version ?? 0)
        return object.finish()
    }
}
