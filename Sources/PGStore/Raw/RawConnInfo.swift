import CLibPQ
import Glibc

/// libpq's reading of connection strings and of the `PG*` environment.
enum RawConnInfo {
    /// The settings that a connection string names.
    static func parse(_ conninfo: String) throws(PGError) -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(conninfo, &message) else {
            defer { PQfreemem(message) }
            let reason = message.map { String(cString: $0) } ?? "out of memory"
            throw .invalidConfiguration(reason.trimmingEnd())
        }
        return take(options)
    }

    /// What libpq uses where a string says nothing: the environment, then what it was built with.
    static func defaults() -> [String: String] {
        PQconndefaults().map(take) ?? [:]
    }

    private static func take(_ options: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
        defer { PQconninfoFree(options) }
        var settings: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { settings[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return settings
    }

    static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}

extension String {
    /// libpq ends its messages with a newline.
    func trimmingEnd() -> String {
        var view = self[...]
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}
