/// By which others know a client: several sockets, also on several instances, may be the same one.
public struct ClientKey: Sendable {
    public let type: String
    public let id: String

    public init(type: String, id: String) {
        self.type = type
        self.id = id
    }
}

extension ClientKey: Hashable, Comparable {
    /// By bytes, as PostgreSQL compares, to which an accented letter in two encodings is two texts.
    public static func == (one: ClientKey, other: ClientKey) -> Bool {
        one.type.utf8.elementsEqual(other.type.utf8) && one.id.utf8.elementsEqual(other.id.utf8)
    }

    /// Equal bytes are equal strings too, so that their hashes serve.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(type)
        hasher.combine(id)
    }

    public static func < (one: ClientKey, other: ClientKey) -> Bool {
        one.type.utf8.elementsEqual(other.type.utf8)
            ? one.id.utf8.lexicographicallyPrecedes(other.id.utf8)
            : one.type.utf8.lexicographicallyPrecedes(other.type.utf8)
    }
}
