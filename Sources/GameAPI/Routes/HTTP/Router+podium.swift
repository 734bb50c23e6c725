public import Hummingbird

extension Router where Context == PodiumRequestContext {
    /// The router that all routes of a server are added to. Errors of its handlers become problems; paths that know GET
    /// know HEAD too. ``PodiumResponder`` completes it.
    public static func podium() -> Router<PodiumRequestContext> {
        let router = Router(context: PodiumRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ProblemMiddleware())
        return router
    }
}
