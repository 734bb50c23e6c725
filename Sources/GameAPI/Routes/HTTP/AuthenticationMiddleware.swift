import HTTPTypes
public import Hummingbird

/// Finds out who asks from `Authorization: Bearer`, and refuses who must not go on: 401 without a good token.
public struct AuthenticationMiddleware: RouterMiddleware {
    public typealias Context = PodiumRequestContext

    /// Whom a group of routes lets through. A bad token is refused by all of them.
    public enum Rule: Sendable {
        /// Bearers of a good token; everybody on an open server.
        case required
        /// Everybody; without a token as anonymous.
        case optional
        /// Who may make games: everybody, but only the admin where an admin token is set.
        case creator
    }

    private let authenticator: Authenticator
    private let rule: Rule

    /// Makes the middleware for a group of routes.
    public init(_ authenticator: Authenticator, _ rule: Rule) {
        self.authenticator = authenticator
        self.rule = rule
    }

    public func handle(
        _ request: Request, context: PodiumRequestContext,
        next: (Request, PodiumRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.actor = try await actor(request.headers)
        return try await next(request, context)
    }

    private func actor(_ headers: HTTPFields) async throws -> Actor {
        let actor: Actor
        if let header = headers[.authorization] {
            guard let token = Self.bearerToken(header), let bearer = await authenticator.actor(for: token) else {
                throw Problem.invalidToken
            }
            actor = bearer
        } else {
            actor = authenticator.withoutToken
        }
        let mustBeAdmin = rule == .creator && authenticator.onlyAdminCreates
        if actor == .anonymous, rule == .required || mustBeAdmin { throw Problem.unauthorized }
        if mustBeAdmin, actor.role != .admin { throw actor == .open ? Problem.unauthorized : .forbidden }
        return actor
    }

    /// The token of an `Authorization` header of the scheme Bearer, which is written in any case (RFC 9110, 11.1).
    package static func bearerToken(_ header: String) -> String? {
        let scheme = header.utf8.prefix(7)
        guard scheme.count == 7, zip(scheme, "bearer ".utf8).allSatisfy({ $0 | 0x20 == $1 }) else { return nil }
        let token = header.utf8.dropFirst(7).drop { $0 == 0x20 }
        return token.isEmpty ? nil : String(Substring(token))
    }
}
