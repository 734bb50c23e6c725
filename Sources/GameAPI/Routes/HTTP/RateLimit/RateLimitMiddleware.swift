import HTTPTypes
public import Hummingbird
import NIOCore

/// Refuses mutations that come too fast: 429 with `Retry-After`. It belongs after authentication, whose bearers it tells
/// apart; reading is not limited.
public struct RateLimitMiddleware: RouterMiddleware {
    public typealias Context = PodiumRequestContext

    private static let forwardedFor = HTTPField.Name("X-Forwarded-For")!

    private let limiter: RateLimiter

    /// Makes the middleware; all groups of a server share one limiter.
    public init(_ limiter: RateLimiter) {
        self.limiter = limiter
    }

    public func handle(
        _ request: Request, context: PodiumRequestContext,
        next: (Request, PodiumRequestContext) async throws -> Response
    ) async throws -> Response {
        switch request.method {
        case .post, .patch, .put, .delete:
            let retryAfter = limiter.admit(
                token: context.actor.role == nil ? nil : context.actor.hashValue,
                peer: context.remoteAddress.flatMap(IPAddress.init),
                forwardedFor: request.headers[values: Self.forwardedFor],
                now: Int64(NIODeadline.now().uptimeNanoseconds))
            if let retryAfter { throw Problem.rateLimited(retryAfter: retryAfter) }
        default:
            break
        }
        return try await next(request, context)
    }
}
