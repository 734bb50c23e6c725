import NIOCore

/// An `http://` or `ws://` URL, taken apart.
struct Address: Equatable {
    let host: String
    let port: Int
    /// Path and query, at least `/`.
    let target: String

    init(_ url: String, schemes: [String]) throws {
        let problem = DriverError("\(url): expected \(schemes[0])://HOST:PORT/PATH")
        guard let scheme = schemes.first(where: { url.hasPrefix("\($0)://") }) else { throw problem }
        let rest = url.dropFirst(scheme.count + 3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = String(rest.dropFirst(authority.count))
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), !parts[0].isEmpty else { throw problem }
        guard let port = parts.count == 2 ? Int(parts[1]) : 80, (1...65_535).contains(port) else { throw problem }
        self.host = String(parts[0])
        self.port = port
        self.target = target.hasPrefix("/") ? target : "/" + target
    }

    /// As a `Host` header names it.
    var authority: String { "\(host):\(port)" }

    /// The path without the query: two sockets with the same one are in the same room.
    var path: String { String(target.prefix { $0 != "?" }) }
}
