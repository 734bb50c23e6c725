import Hummingbird
import Logging
import PGStore

/// Says in HTTP's words what the database and the rules say.
struct StoreErrorMiddleware: RouterMiddleware {
    typealias Context = PodiumRequestContext

    func handle(
        _ request: Request, context: PodiumRequestContext,
        next: (Request, PodiumRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as MutationError {
            throw problem(for: error)
        } catch let error as PGError where error.isPassing {
            context.logger.warning("database unavailable", metadata: ["error": "\(error)"])
            throw Problem.databaseUnavailable
        }
    }

    /// An `unexpected` error stays what it is: it is logged, and answered by a plain 500.
    private func problem(for error: MutationError) -> any Error {
        switch error {
        case .notFound(let what): Problem.notFound(what)
        case .wrongGame(let field): Problem.wrongGame(field: field)
        case .versionConflict(let current): Problem.versionConflict(current: current)
        case .idempotencyKeyReused: Problem.idempotencyKeyReused
        case .scoreOutOfRange: Problem.scoreOutOfRange
        case .hasAnswers(let what): Problem.hasAnswers("Take back the answers recorded for this \(what) first.")
        case .gameBusy: Problem.gameBusy
        case .overloaded: Problem.overloaded
        case .databaseUnavailable: Problem.databaseUnavailable
        case .outcomeUnknown: Problem.outcomeUnknown
        case .unexpected: error
        }
    }
}
