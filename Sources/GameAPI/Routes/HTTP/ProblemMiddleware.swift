public import Hummingbird
import Logging

/// Makes every error that a handler throws a reply of type `application/problem+json`.
///
/// Unknown errors are loud inside and plain outside: logged at error with the request's id, and a 500 that says nothing
/// of the cause.
public struct ProblemMiddleware: RouterMiddleware {
    /// Makes the middleware.
    public init() {}

    public func handle(
        _ request: Request, context: PodiumRequestContext,
        next: (Request, PodiumRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return problem.response(requestID: context.requestID)
        } catch let error as HTTPError where error.status == .notFound && context.endpointPath == RouteTable.unmatched {
            throw error  // PodiumResponder knows which of 404, 405 and 204 it is.
        } catch let error as BodyInterrupted {
            throw error.cause
        } catch let error as any HTTPResponseError {
            return Self.problem(for: error.status).response(requestID: context.requestID)
        } catch is CancellationError {
            return Problem.notReady("The server is stopping.").response(requestID: context.requestID)
        } catch {
            context.logger.error("request failed", metadata: ["error": "\(String(reflecting: error))"])
            return Problem.internalError.response(requestID: context.requestID)
        }
    }

    /// The problem for an error of the framework, of which only the status is fit for the client.
    static func problem(for status: HTTPResponse.Status) -> Problem {
        let code = Problem.Code.allCases.first { $0.status == status }
        switch (code, status.kind) {
        case (let code?, _): return Problem(code, detail: status.reasonPhrase)
        case (nil, .clientError): return Problem(.invalidRequest, detail: status.reasonPhrase)
        case (nil, _): return .internalError
        }
    }
}
