import GameAPI
import Hummingbird

/// The web pages: `/`, `/host/{game_id}`, `/board/{game_id}`, `/play/{game_id}`, and the files that they load.
struct WebRoutes: Sendable {
    let site: Website

    func add(to router: Router<PodiumRequestContext>) {
        for (page, file) in site.pages {
            switch page {
            case .index: add("/", file, to: router)
            case .host, .board, .play: add(page, file, to: router)
            }
        }
        for (path, file) in site.files { add("/\(path)", file, to: router) }
    }

    /// A page of a game. Whether there is such a game is for the page to find out, with its token.
    private func add(_ page: Website.Page, _ file: WebFile, to router: Router<PodiumRequestContext>) {
        let prefix = "/\(page.rawValue)/"
        router.get("\(prefix){game_id}") { request, context in
            var path = request.uri.path[...]
            if path.hasSuffix("/") { path.removeLast() }
            guard path.hasPrefix(prefix), let id = Int64(digits: path.dropFirst(prefix.count)), id > 0 else {
                throw Problem.notFound("page")
            }
            return file.response(to: request.headers)
        }
    }

    /// A file, at exactly its path: the router itself does not mind empty segments.
    private func add(_ path: String, _ file: WebFile, to router: Router<PodiumRequestContext>) {
        router.get(RouterPath(path)) { request, context in
            // One name for all of them in log and metrics.
            context.coreContext.endpointPath.value = Self.filesName
            guard request.uri.path == path else { throw Problem.notFound("path") }
            return file.response(to: request.headers)
        }
    }

    private static let filesName = "/{file}"
}
