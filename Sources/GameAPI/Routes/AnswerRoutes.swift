import Hummingbird

/// Recording answers and taking them back.
struct AnswerRoutes: Sendable {
    let mutations: MutationSubmission

    func add(to group: RouterGroup<PodiumRequestContext>) {
        group.post("games/:game_id/answers", use: record)
        group.delete("games/:game_id/answers/:player_id/:question_id", use: delete)
    }

    @Sendable private func record(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        try await mutations.submit(request, context) { (body: AnswerBody) in
            .recordAnswer(
                playerID: body.playerID, questionID: body.questionID, isCorrect: body.isCorrect, points: body.points)
        }
    }

    @Sendable private func delete(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        let game = try context.id("game_id")
        let playerID = try context.id("player_id")
        let questionID = try context.id("question_id")
        try context.requireMutate(game)
        return try await mutations.submit(
            .deleteAnswer(playerID: playerID, questionID: questionID), game: game, request, context)
    }
}

private struct AnswerBody: JSONBody {
    let playerID: Int64
    let questionID: Int64
    let isCorrect: Bool
    let points: Int32?

    init(_ fields: inout FieldReader) {
        playerID = fields.required(.id("player_id"))
        questionID = fields.required(.id("question_id"))
        isCorrect = fields.required(.bool("is_correct"))
        points = fields.nullable(.int32("points")).orNil
    }
}
