/// Why a request was not served: the body of every error reply (RFC 9457).
///
/// Handlers throw it; whatever else they throw becomes ``Problem/internalError``, and the cause goes to the log only.
public struct Problem: Error, Sendable, Equatable {
    /// What programs go by.
    public var code: Code
    /// What people read.
    public var detail: String
    /// The fields at fault, all of them at once.
    public var errors: [FieldError]
    /// The state that a version conflict is about: a JSON object.
    public var current: String?
    /// After how many seconds trying again makes sense.
    public var retryAfter: Int?
    /// The methods that the path knows, with ``Code-swift.enum/methodNotAllowed``.
    public var allow: String?

    /// Makes a problem; status and title follow from the code.
    public init(
        _ code: Code, detail: String, errors: [FieldError] = [], current: String? = nil, retryAfter: Int? = nil,
        allow: String? = nil
    ) {
        self.code = code
        self.detail = detail
        self.errors = errors
        self.current = current
        self.retryAfter = retryAfter
        self.allow = allow
    }
}
