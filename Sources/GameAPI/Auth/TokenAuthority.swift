import FoundationEssentials
import JWTKit
import NIOConcurrencyHelpers

/// Issues and verifies the tokens of all roles: JWTs signed with HS256.
///
/// Every instance with the same secret issues the same tokens and accepts those of the others.
public final class TokenAuthority: Sendable {
    /// RFC 7518, section 3.2: a key for HS256 has at least as many bits as the hash, or it is the weakest link.
    public static let recommendedSecretBytes = 32

    /// No token of ours comes near this; longer ones are refused unread.
    private static let maximumTokenBytes = 1_024

    private let keys: JWTKeyCollection
    private let verified: NIOLockedValueBox<RecentlyUsed<String, Claims>>

    /// Makes an authority of its own.
    /// - Parameters:
    ///   - secret: Signs the tokens; its UTF-8 bytes are the key. Not empty.
    ///   - rememberedTokens: How many verified tokens are kept, so that a token is parsed once and then only looked up.
    public init(secret: String, rememberedTokens: Int = 16_384) async throws(TokenError) {
        guard !secret.isEmpty else { throw .emptySecret }
        // HMAC fills a short key with zeros (RFC 2104, section 2): doing so here changes no signature, and JWTKit, which
        // asserts the recommended length, is content.
        var key = Array(secret.utf8)
        key += Array(repeating: 0, count: max(0, Self.recommendedSecretBytes - key.count))
        // Sorted members make equal claims equal bytes, in the header as in the payload.
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        keys = JWTKeyCollection(defaultJWTSerializer: DefaultJWTSerializer(jsonEncoder: encoder))
        verified = NIOLockedValueBox(RecentlyUsed(limit: rememberedTokens))
        await keys.add(
            hmac: HMACKey(from: key), digestAlgorithm: .sha256,
            serializer: DefaultJWTSerializer(jsonEncoder: encoder))
    }

    /// The token for these claims: the same bytes whenever it is asked for.
    public func issue(_ claims: Claims) async throws -> String {
        guard claims.isConsistent else { throw TokenError.inconsistentClaims }
        return try await keys.sign(claims)
    }

    /// The claims of a token that was issued with this secret, else nil.
    public func verify(_ token: String) async -> Claims? {
        if let claims = verified.withLockedValue({ $0.value(for: token) }) { return claims }
        guard token.utf8.count <= Self.maximumTokenBytes,
            let claims = try? await keys.verify(token, as: Claims.self)
        else { return nil }
        verified.withLockedValue { $0.insert(claims, for: token) }
        return claims
    }
}
