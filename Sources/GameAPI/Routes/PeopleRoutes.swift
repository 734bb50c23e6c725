import Hummingbird

/// Building and mending who plays: teams and players.
struct PeopleRoutes: Sendable {
    let mutations: MutationSubmission

    func add(to group: RouterGroup<PodiumRequestContext>) {
        group.post("games/:game_id/teams", use: createTeam)
        group.patch("teams/:team_id", use: updateTeam)
        group.delete("teams/:team_id", use: deleteTeam)
        group.post("games/:game_id/players", use: createPlayer)
        group.patch("players/:player_id", use: updatePlayer)
        group.delete("players/:player_id", use: deletePlayer)
    }

    @Sendable private func createTeam(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        try await mutations.submit(request, context) { (body: NewTeam) in .createTeam(body.patch) }
    }

    @Sendable private func updateTeam(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        let id = try context.id("team_id")
        return try await mutations.submit(on: .team(id), request, context) { (body: TeamChanges) in
            .updateTeam(id, body.patch)
        }
    }

    @Sendable private func deleteTeam(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        let id = try context.id("team_id")
        return try await mutations.delete(.team(id), request, context, .deleteTeam(id))
    }

    @Sendable private func createPlayer(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        try await mutations.submit(request, context) { (body: NewPlayer) in
            .createPlayer(body.patch)
        }
    }

    @Sendable private func updatePlayer(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        let id = try context.id("player_id")
        return try await mutations.submit(on: .player(id), request, context) { (body: PlayerChanges) in
            .updatePlayer(id, body.patch)
        }
    }

    @Sendable private func deletePlayer(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        let id = try context.id("player_id")
        return try await mutations.delete(.player(id), request, context, .deletePlayer(id))
    }
}

private struct NewTeam: JSONBody {
    let patch: TeamPatch

    init(_ fields: inout FieldReader) {
        patch = TeamPatch(
            name: fields.required(.string("name", GameLimits.name)),
            color: fields.optional(.string("color", 0...9, matching: .color)))
    }
}

private struct TeamChanges: JSONBody {
    let patch: TeamPatch

    init(_ fields: inout FieldReader) {
        patch = TeamPatch(
            name: fields.optional(.string("name", GameLimits.name)),
            color: fields.optional(.string("color", 0...9, matching: .color)))
        fields.requireAny("name", "color")
    }
}

private struct NewPlayer: JSONBody {
    let patch: PlayerPatch

    init(_ fields: inout FieldReader) {
        let name = fields.required(.string("name", GameLimits.name))
        patch = PlayerPatch(name: name, teamID: fields.teamID(), buzzer: fields.buzzer())
    }
}

private struct PlayerChanges: JSONBody {
    let patch: PlayerPatch

    init(_ fields: inout FieldReader) {
        patch = PlayerPatch(
            name: fields.optional(.string("name", GameLimits.name)), teamID: fields.teamID(), buzzer: fields.buzzer())
        fields.requireAny("name", "team_id", "buzzer")
    }
}

extension FieldReader {
    mutating func teamID() -> Settable<Int64> { Settable(nullable(.id("team_id"))) }

    fileprivate mutating func buzzer() -> Settable<Int32> {
        switch nullable(.int("buzzer", GameLimits.buzzer)) {
        case .absent: .unchanged
        case .null: .set(nil)
        case .value(let value): .set(Int32(value))
        }
    }
}

extension Settable {
    init(_ field: Nullable<Value>) {
        switch field {
        case .absent: self = .unchanged
        case .null: self = .set(nil)
        case .value(let value): self = .set(value)
        }
    }
}
