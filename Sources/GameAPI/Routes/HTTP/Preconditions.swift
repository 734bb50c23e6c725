import HTTPTypes

/// The versions that a mutation may be made on.
enum IfMatch: Sendable, Equatable {
    /// `*`: any.
    case any
    /// One of these. Weak tags and tags of other servers are well formed but never match (RFC 9110, section 13.1.1).
    case versions([Int64])

    /// The header's value; nil without one, a problem if it is malformed.
    init?(_ headers: HTTPFields) throws(Problem) {
        guard let header = headers[.ifMatch] else { return nil }
        if header == "*" {
            self = .any
        } else if let tags = EntityTag.list(header) {
            self = .versions(tags.compactMap { $0.isWeak ? nil : $0.version })
        } else {
            throw .invalid(field: "If-Match", "must be a version in double quotes, or *")
        }
    }
}

/// The versions that a reader has already.
enum IfNoneMatch: Sendable, Equatable {
    /// `*`: any.
    case any
    /// These.
    case versions([Int64])

    /// Nil without the header, and where it is malformed: it only spares bytes, so reading goes on without it.
    init?(_ headers: HTTPFields) {
        guard let header = headers[.ifNoneMatch] else { return nil }
        if header == "*" {
            self = .any
        } else if let tags = EntityTag.list(header) {
            self = .versions(tags.compactMap(\.version))
        } else {
            return nil
        }
    }

    /// The version, where it is exactly one: then the body need not even be made.
    var onlyVersion: Int64? {
        guard case .versions(let versions) = self, versions.count == 1 else { return nil }
        return versions[0]
    }

    /// Whether the reader has this version: 304.
    func matches(_ current: Int64) -> Bool {
        switch self {
        case .any: true
        case .versions(let versions): versions.contains(current)
        }
    }
}
