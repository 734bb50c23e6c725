/// Why tokens cannot be made or believed.
public enum TokenError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Without a secret anybody could sign.
    case emptySecret
    /// The members of the claims do not fit the role.
    case inconsistentClaims

    public var description: String {
        switch self {
        case .emptySecret: "must not be empty"
        case .inconsistentClaims: "the claims do not fit the role"
        }
    }
}
