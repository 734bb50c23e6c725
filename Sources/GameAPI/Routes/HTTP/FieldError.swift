/// One faulty field of a request, named as the client wrote it.
public struct FieldError: Sendable, Equatable {
    /// The JSON member, query parameter, path parameter or header; `body` for the body as a whole.
    public let field: String
    /// What it must be.
    public let detail: String

    /// Makes a field error.
    public init(_ field: String, _ detail: String) {
        self.field = field
        self.detail = detail
    }
}
