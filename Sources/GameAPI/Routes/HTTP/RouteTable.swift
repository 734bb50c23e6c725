import HTTPTypes
import Hummingbird

/// Which methods each path knows, for the replies 404, 405 and to OPTIONS.
struct RouteTable: Sendable {
    /// What Hummingbird calls the endpoint of a request that no route matched.
    static let unmatched = "NotFound"

    private struct Entry: Sendable {
        let path: RouterPath
        var methods: Set<HTTPRequest.Method>
        let allow: String
    }

    private let entries: [Entry]

    init(_ router: Router<PodiumRequestContext>) {
        var paths: [RouterPath] = []
        var methods: [Set<HTTPRequest.Method>] = []
        for route in router.routes {
            if let index = paths.firstIndex(of: route.path) {
                methods[index].insert(route.method)
            } else {
                paths.append(route.path)
                methods.append([route.method, .options])
            }
            if route.method == .get { methods[methods.count - 1].insert(.head) }
        }
        entries = zip(paths, methods).map { path, methods in
            Entry(path: path, methods: methods, allow: methods.map(\.rawValue).sorted().joined(separator: ", "))
        }
    }

    /// The `Allow` header of the route that a path leads to: of several, the one that is written out furthest, as in
    /// Hummingbird's own trie. Nil: no route leads there. Empty segments don't count, so trailing slashes do no harm.
    func allow(path: String) -> String? {
        let segments = path.split(separator: "/", omittingEmptySubsequences: true)
        return
            entries
            .filter { $0.path.count == segments.count && zip($0.path, segments).allSatisfy { $0 ~= $1 } }
            .max { lhs, rhs in
                lhs.path.map(\.isLiteral).lexicographicallyPrecedes(rhs.path.map(\.isLiteral)) { !$0 && $1 }
            }?
            .allow
    }
}

extension RouterPath.Element {
    fileprivate var isLiteral: Bool { self == description }
}
