import NIOConcurrencyHelpers

/// Limits mutations by token and by address. One per instance: with several, each counts for itself.
public final class RateLimiter: Sendable {
    /// More busy tokens, or addresses, than this share a bucket.
    private static let capacity = 65_536

    private struct Tables {
        var tokens: BucketTable<Int>
        var addresses: BucketTable<IPAddress>
    }

    private let tables: NIOLockedValueBox<Tables>
    private let proxies: TrustedProxies

    /// Makes a limiter; a rate of 0 turns that limit off.
    public init(token: RateLimit, address: RateLimit, proxies: TrustedProxies = TrustedProxies()) {
        tables = NIOLockedValueBox(
            Tables(
                tokens: BucketTable(limit: token, capacity: Self.capacity),
                addresses: BucketTable(limit: address, capacity: Self.capacity)))
        self.proxies = proxies
    }

    /// Counts one mutation; nil if it may go on, else in how many whole seconds, at least one, it may be tried again.
    ///
    /// The token is asked first: a client that is refused for its own rate uses up nothing of the address that others
    /// may share with it.
    /// - Parameters:
    ///   - token: A hash of what the token says, however it is spelled; nil without one.
    ///   - peer: The other end of the connection, nil if it has no IP address.
    ///   - forwardedFor: The values of `X-Forwarded-For`, which count only if the peer is a trusted proxy.
    ///   - now: Nanoseconds of a clock that never goes back.
    func admit(token: Int?, peer: IPAddress?, forwardedFor: @autoclosure () -> [String], now: Int64) -> Int? {
        let client = peer.map { proxies.contains($0) ? proxies.client(peer: $0, forwardedFor: forwardedFor()) : $0 }
        let decision = tables.withLockedValue { tables in
            if let token, case .wait(let time) = tables.tokens.take(token, now: now) {
                return TokenBucket.Decision.wait(nanoseconds: time)
            }
            guard let client else { return .granted }
            return tables.addresses.take(client.network, now: now)
        }
        guard case .wait(let nanoseconds) = decision else { return nil }
        return Int((nanoseconds + 999_999_999) / 1_000_000_000)
    }
}
