import Crypto

/// Finds out who asks, from a bearer token.
public struct Authenticator: Sendable {
    private let authority: TokenAuthority
    private let adminToken: SHA256Digest?
    /// Whether no token is asked, for a trusted room.
    public let isOpen: Bool

    /// Makes an authenticator.
    /// - Parameters:
    ///   - authority: Verifies tokens.
    ///   - adminToken: A word that by itself makes its bearer the admin; nil: there is none, and anybody may make games.
    ///   - isOpen: No token is asked. One that is sent still counts, and a bad one is still refused.
    public init(authority: TokenAuthority, adminToken: String?, isOpen: Bool) {
        self.authority = authority
        self.adminToken = adminToken.map { SHA256.hash(data: Array($0.utf8)) }
        self.isOpen = isOpen
    }

    /// Whether only the admin may make games.
    public var onlyAdminCreates: Bool { adminToken != nil }

    /// Who comes without a token.
    public var withoutToken: Actor { isOpen ? .open : .anonymous }

    /// The bearer of a token, nil if the token is not good.
    public func actor(for token: String) async -> Actor? {
        if let claims = await authority.verify(token) { return Actor(claims) }
        // Digests are compared, in constant time, so that the answer's delay tells nothing of the word or its length.
        guard let adminToken, SHA256.hash(data: Array(token.utf8)) == adminToken else { return nil }
        return .admin
    }
}
