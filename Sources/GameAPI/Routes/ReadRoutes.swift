import HTTPTypes
import Hummingbird
import NIOCore

/// Snapshots, the change log, lists and exports.
struct ReadRoutes: Sendable {
    let services: GameServices

    func add(to group: RouterGroup<PodiumRequestContext>) {
        group.get("games", use: list)
        group.get("games/:game_id", use: snapshot)
        group.get("games/:game_id/changes", use: changes)
        group.get("games/:game_id/export", use: export)
    }

    @Sendable private func list(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        var query = QueryReader(request)
        let limit = query.int("limit", 1...100) ?? 50
        let after = query.int64("after", 0...Int64.max)
        try query.finish()
        let actor = context.actor
        return .json(
            try await services.reader.games(
                only: actor.mayReadAllGames ? nil : actor.game, before: after, limit: limit,
                seesJoinCodes: actor.mayReadAllGames || actor.role == .host))
    }

    @Sendable private func snapshot(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        let game = try context.id("game_id")
        try context.requireRead(game)
        let known = IfNoneMatch(request.headers)
        guard
            let snapshot = try await services.reader.snapshot(
                of: game, seesAll: context.actor.mayExport(game), unless: known?.onlyVersion)
        else { throw Problem.notFound("game") }
        let headers: HTTPFields = [
            .eTag: entityTag(snapshot.revision), .vary: "Authorization", .cacheControl: "private, no-cache",
        ]
        guard let json = snapshot.json, known?.matches(snapshot.revision) != true else {
            return Response(status: .notModified, headers: headers)
        }
        return .json(json, headers: headers)
    }

    @Sendable private func changes(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        let game = try context.id("game_id")
        try context.requireRead(game)
        var query = QueryReader(request)
        let limit = query.int("limit", 1...1_000) ?? 500
        let after = query.int64("after", 0...Int64.max) ?? 0
        try query.finish()
        guard
            let json = try await services.reader.changes(
                of: game, after: after, limit: limit, seesDetail: context.actor.mayExport(game))
        else { throw Problem.notFound("game") }
        return .json(json)
    }

    @Sendable private func export(_ request: Request, _ context: PodiumRequestContext) async throws -> Response {
        let game = try context.id("game_id")
        try context.requireExport(game)
        var query = QueryReader(request)
        let mode = query.choice("mode", of: QuizJSON.Mode.self) ?? .full
        try query.finish()
        guard let export = try await services.exporter.export(game) else { throw Problem.notFound("game") }
        if AcceptedTypes(request.headers).prefers("text/csv", to: "application/json") {
            return file(
                ResultsCSV.encode(export.quiz), type: "text/csv; charset=utf-8", name: "game-\(game)-results.csv")
        }
        return file(
            QuizJSON.encode(export.quiz, mode: mode, exportedAt: export.exportedAt),
            type: "application/json", name: "game-\(game).json")
    }

    private func file(_ bytes: [UInt8], type: String, name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: type, .vary: "Accept", .contentDisposition: "attachment; filename=\"\(name)\"",
            ],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
