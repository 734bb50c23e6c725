import FoundationEssentials
import Hummingbird

/// Coming into a game by its join code.
struct JoinRoutes: Sendable {
    let services: GameServices
    let settings: HTTPSettings

    func add(to group: RouterGroup<PodiumRequestContext>) {
        group.post("join", use: join)
    }

    @Sendable private func join(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        let decoded = try await decodeBody(JoinBody.self, from: request, limit: settings.bodyLimit)
        let headers = try MutationHeaders(request.headers)
        let body = decoded.value
        guard let game = try await services.reader.game(joinCode: body.joinCode.uppercased()) else {
            throw Problem.notFound("join code")
        }
        guard let name = body.name else {
            var object = JSONText()
            object.add("game_id", game)
            object.add("spectator_token", try await services.tokens.issue(.spectator(game)))
            return .json(object.finish(), status: .created)
        }
        var reply = try await services.writer.submit(
            Mutation(
                gameID: game, action: .createPlayer(PlayerPatch(name: name, teamID: body.teamID)),
                actor: Mutation.joining,
                idempotency: headers.idempotency(for: request, actor: .anonymous, body: decoded.bytes)))
        reply.body = try await json(for: reply, game: game)
        return .json(reply: reply)
    }

    /// The token is made of the stored reply, so that a repeated request gets the same one.
    private func json(for reply: MutationReply, game: Int64) async throws -> String {
        struct Player: Decodable {
            let id: Int64
        }
        let player = try JSONDecoder().decode(Player.self, from: Data(reply.body.utf8)).id
        var object = JSONText()
        object.add("game_id", game)
        object.add("player_id", player)
        object.add("player_token", try await services.tokens.issue(.player(player, game: game)))
        return object.finish()
    }
}

private struct JoinBody: JSONBody {
    let joinCode: String
    let name: String?
    let teamID: Settable<Int64>

    init(_ fields: inout FieldReader) {
        joinCode = fields.required(.string("join_code", 6...6))
        name = fields.optional(.string("name", GameLimits.name))
        teamID = fields.teamID()
    }
}
