import HTTPTypes
public import Hummingbird
import NIOCore

/// The outermost step of every request: names it, sees it through the router, and tells log and metrics how it went.
///
/// Paths that no route matches are answered here: 405 with `Allow` where the path knows other methods, 204 with `Allow`
/// to OPTIONS, else 404.
public struct PodiumResponder: HTTPResponder {
    private let router: RouterResponder<PodiumRequestContext>
    private let routes: RouteTable
    private let observer: RequestObserver

    /// Completes a router; routes that are added later are not seen.
    public init(_ router: Router<PodiumRequestContext>, observer: RequestObserver) {
        routes = RouteTable(router)
        self.router = router.buildResponder()
        self.observer = observer
    }

    public func respond(to request: Request, context: PodiumRequestContext) async throws -> Response {
        let start = NIODeadline.now()
        var context = context
        context.requestID = RequestIdentifier.accept(request.headers[RequestIdentifier.header])
        var response = try await router.respond(to: request, context: context)
        var route = context.endpointPath ?? RequestObserver.unmatched
        if route == RouteTable.unmatched {
            route = RequestObserver.unmatched
            if response.status == .notFound { response = unmatched(request, requestID: context.requestID) }
        }
        response.headers[RequestIdentifier.header] = context.requestID
        observer.completed(
            RequestObserver.Exchange(
                method: request.method, route: route, status: response.status, duration: NIODeadline.now() - start),
            context: context)
        return response
    }

    private func unmatched(_ request: Request, requestID: String) -> Response {
        var response: Response
        switch (routes.allow(path: request.uri.path), request.method) {
        case (let allow?, .options): response = Response(status: .noContent, headers: [.allow: allow])
        case (let allow?, _): response = Problem.methodNotAllowed(allow: allow).response(requestID: requestID)
        case (nil, _): response = Problem.notFound("path").response(requestID: requestID)
        }
        if request.method == .head { response = response.createHeadResponse() }
        return response
    }
}
