import HTTPTypes

/// The headers that every mutation understands.
struct MutationHeaders: Sendable, Equatable {
    private static let idempotencyKeyName = HTTPField.Name("Idempotency-Key")!

    /// Makes a retry safe: 1 to 255 visible characters.
    let idempotencyKey: String?
    /// Makes the mutation depend on the version.
    let ifMatch: IfMatch?

    init(_ headers: HTTPFields) throws(Problem) {
        idempotencyKey = headers[Self.idempotencyKeyName]
        if let idempotencyKey {
            guard (1...255).contains(idempotencyKey.utf8.count),
                idempotencyKey.utf8.allSatisfy({ 0x21...0x7E ~= $0 })
            else { throw .invalid(field: "Idempotency-Key", "must have 1 to 255 visible ASCII characters") }
        }
        ifMatch = try IfMatch(headers)
    }
}
