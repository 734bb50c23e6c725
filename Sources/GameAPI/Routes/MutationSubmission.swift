import Crypto
import Hummingbird
import NIOCore

/// The way of every mutation from a request to the writer: rights, headers, body, reply.
struct MutationSubmission: Sendable {
    let services: GameServices
    let settings: HTTPSettings

    /// Submits a mutation of a game that the path names.
    func submit<Body: JSONBody>(
        _ request: Request, _ context: PodiumRequestContext, _ action: (Body) -> Action
    ) async throws -> Response {
        let game = try context.id("game_id")
        try context.requireMutate(game)
        return try await submit(game: game, request, context, action)
    }

    /// Submits a mutation without a body.
    func submit(_ action: Action, game: Int64, _ request: Request, _ context: PodiumRequestContext) async throws
        -> Response
    {
        try await submit(action, game: game, request, context, body: ByteBuffer())
    }

    /// Submits a mutation of something that the path names by its own id.
    func submit<Body: JSONBody>(
        on entity: Entity, _ request: Request, _ context: PodiumRequestContext, _ action: (Body) -> Action
    ) async throws -> Response {
        guard let game = try await services.reader.game(of: entity) else {
            let body = try await collectBody(of: request, limit: settings.bodyLimit)
            return try await earlierReply(of: entity, request, context, body: body)
        }
        try context.requireMutate(game)
        return try await submit(game: game, request, context, action)
    }

    /// Deletes something that the path names by its own id.
    func delete(
        _ entity: Entity, _ request: Request, _ context: PodiumRequestContext, _ action: Action
    ) async throws -> Response {
        guard let game = try await services.reader.game(of: entity) else {
            return try await earlierReply(of: entity, request, context, body: ByteBuffer())
        }
        try context.requireMutate(game)
        return try await submit(action, game: game, request, context)
    }

    private func submit<Body: JSONBody>(
        game: Int64, _ request: Request, _ context: PodiumRequestContext, _ action: (Body) -> Action
    ) async throws -> Response {
        let body = try await decodeBody(Body.self, from: request, limit: settings.bodyLimit)
        return try await submit(action(body.value), game: game, request, context, body: body.bytes)
    }

    private func submit(
        _ action: Action, game: Int64, _ request: Request, _ context: PodiumRequestContext, body: ByteBuffer
    ) async throws -> Response {
        let headers = try MutationHeaders(request.headers)
        let reply = try await services.writer.submit(
            Mutation(
                gameID: game, action: action, actor: context.actor.name, precondition: headers.precondition,
                idempotency: headers.idempotency(for: request, actor: context.actor, body: body)))
        return .json(reply: reply)
    }

    /// The reply to the same request at a time when the thing was still there; else 404.
    private func earlierReply(
        of entity: Entity, _ request: Request, _ context: PodiumRequestContext, body: ByteBuffer
    ) async throws -> Response {
        let headers = try MutationHeaders(request.headers)
        guard let idempotency = headers.idempotency(for: request, actor: context.actor, body: body),
            let earlier = try await services.reader.reply(to: idempotency)
        else { throw Problem.notFound(entity.kind) }
        try context.requireMutate(earlier.gameID)
        return .json(reply: earlier.reply)
    }
}

extension MutationHeaders {
    /// What the version has to be. `*` asks for no more than that there is something, which each mutation does.
    var precondition: VersionCondition? {
        guard case .versions(let versions) = ifMatch else { return nil }
        return VersionCondition(versions: versions)
    }

    /// The idempotency key with a digest of what makes this request the same as another one.
    func idempotency(for request: Request, actor: Actor, body: ByteBuffer) -> Idempotency? {
        guard let idempotencyKey else { return nil }
        var digest = SHA256()
        let target = request.uri.string
        var path = target.prefix { $0 != "?" }
        let query = target[path.endIndex...]
        while path.last == "/" { path.removeLast() }
        digest.update(data: Array("\(request.method.rawValue)\n\(path)\(query)\n\(actor.name)\n".utf8))
        body.withUnsafeReadableBytes { digest.update(bufferPointer: $0) }
        return Idempotency(key: idempotencyKey, fingerprint: Array(digest.finalize()))
    }
}
