/// What a text has to look like.
struct StringRule: Sendable {
    /// The rest of a sentence that begins with the field's name: `must be …`.
    let detail: String
    let accepts: @Sendable (String) -> Bool

    /// A colour as CSS writes it, or none.
    static let color = StringRule(detail: "must be empty, #rgb, #rrggbb or #rrggbbaa") { text in
        text.isEmpty
            || text.utf8.first == UInt8(ascii: "#") && [4, 7, 9].contains(text.utf8.count)
                && text.utf8.dropFirst().allSatisfy(\.isASCIIHexDigit)
    }
}
