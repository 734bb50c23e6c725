/// An entity tag as HTTP writes it (RFC 9110, section 8.8.3): of the API, which holds a version or a revision, or of a
/// file.
package struct EntityTag: Equatable {
    let isWeak: Bool
    /// What stands between the quotes.
    package let opaque: String
    /// Nil for a tag that is none of the API's.
    var version: Int64? { Int64(digits: opaque) }

    /// The tag of a version, for the header `ETag`.
    static func text(_ version: Int64) -> String { "\"\(version)\"" }

    /// The tags of an `If-Match` or `If-None-Match` header; nil if it is not a list of tags.
    package static func list(_ header: String) -> [EntityTag]? {
        var tags: [EntityTag] = []
        var rest = Substring(header)
        while true {
            rest = rest.drop { $0 == " " || $0 == "\t" }
            guard let tag = next(&rest) else { return nil }
            tags.append(tag)
            rest = rest.drop { $0 == " " || $0 == "\t" }
            guard let separator = rest.popFirst() else { return tags }
            guard separator == "," else { return nil }
        }
    }

    private static func next(_ text: inout Substring) -> EntityTag? {
        let isWeak = text.hasPrefix("W/")
        if isWeak { text.removeFirst(2) }
        guard text.popFirst() == "\"", let end = text.firstIndex(of: "\"") else { return nil }
        let opaque = text[..<end]
        text = text[text.index(after: end)...]
        guard opaque.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        return EntityTag(isWeak: isWeak, opaque: String(opaque))
    }
}
