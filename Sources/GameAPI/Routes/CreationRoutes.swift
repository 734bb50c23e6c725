import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// Making games: empty ones, and from a file.
struct CreationRoutes: Sendable {
    let services: GameServices
    let settings: HTTPSettings

    func add(to group: RouterGroup<PodiumRequestContext>) {
        group.post("games", use: create)
        group.post("games/import", use: importGame)
    }

    @Sendable private func create(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        let body = try await decodeBody(NewGame.self, from: request, limit: settings.bodyLimit)
        return try await create(
            body.value.quiz, try MutationHeaders(request.headers), request, context, body: body.bytes)
    }

    @Sendable private func importGame(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        let headers = try MutationHeaders(request.headers)
        var query = QueryReader(request)
        let isDryRun = query.flag("dry_run")
        let name = query.string("name", GameLimits.name)
        try query.finish()
        let body = try await collectBody(
            of: request, as: ["application/json", "text/csv"], limit: settings.importLimit)
        let quiz = try QuizFile(Array(buffer: body.bytes), isCSV: body.mediaType == "text/csv", name: name)
        if isDryRun { return .json(quiz.summary) }
        return try await create(quiz, headers, request, context, body: body.bytes)
    }

    private func create(
        _ quiz: QuizFile, _ headers: MutationHeaders, _ request: Request, _ context: PodiumRequestContext,
        body: ByteBuffer
    ) async throws -> Response {
        let reply = try await services.creator.create(
            quiz, idempotency: headers.idempotency(for: request, actor: context.actor, body: body))
        var created = reply
        created.body = try await CreatedGame(reply, tokens: services.tokens).json
        return .json(reply: created)
    }
}

private struct NewGame: JSONBody {
    let quiz: QuizFile

    init(_ fields: inout FieldReader) {
        var quiz = QuizFile(name: fields.required(.string("name", GameLimits.name)))
        quiz.pointsTerm = fields.optional(.string("points_term", GameLimits.pointsTerm)) ?? quiz.pointsTerm
        self.quiz = quiz
    }
}

/// A game that was just made, with the tokens that go with it. They are made of the game's id alone, so that a repeated
/// request gets the same ones without their being stored anywhere.
public struct CreatedGame: Sendable {
    public let gameID: Int64
    public let joinCode: String
    public let hostToken: String
    public let boardToken: String

    init(_ reply: MutationReply, tokens: TokenAuthority) async throws {
        struct Stored: Decodable {
            let gameID: Int64
            let joinCode: String

            enum CodingKeys: String, CodingKey {
                case gameID = "game_id"
                case joinCode = "join_code"
            }
        }
        let stored = try JSONDecoder().decode(Stored.self, from: Data(reply.body.utf8))
        gameID = stored.gameID
        joinCode = stored.joinCode
        hostToken = try await tokens.issue(.host(stored.gameID))
        boardToken = try await tokens.issue(.board(stored.gameID))
    }

    var json: String {
        var object = JSONText()
        object.add("game_id", gameID)
        object.add("join_code", joinCode)
        object.add("host_token", hostToken)
        object.add("board_token", boardToken)
        return object.finish()
    }
}

extension QuizFile {
    /// Reads a file, whole or not at all.
    ///
    /// Throws ``Problem``: 400 with an error for each line or JSON path at fault.
    init(_ bytes: [UInt8], isCSV: Bool, name: String?) throws(Problem) {
        do {
            self = isCSV ? try QuizCSV.parse(bytes) : try QuizJSON.parse(bytes)
        } catch {
            throw .invalid(
                "The quiz file cannot be imported; nothing was stored.",
                errors: error.problems.map { FieldError($0.location, $0.detail) })
        }
        guard let name else { return }
        if let complaint = GameLimits.complaint(about: name, limit: GameLimits.name) {
            throw .invalid("The game cannot have this name.", errors: [FieldError("name", complaint)])
        }
        self.name = name
    }

    /// What an import would make, as JSON.
    var summary: String {
        var object = JSONText()
        object.add("name", name)
        object.add("boards", boards.count)
        object.add("categories", boards.reduce(0) { $0 + $1.categories.count })
        object.add("questions", questionCount)
        object.add("teams", teams.count)
        object.add("players", allPlayers.count)
        object.add("answers", allPlayers.reduce(0) { $0 + $1.player.answers.count })
        return object.finish()
    }
}
