/// How often something may happen: evenly `rate` times a second, and `burst` times at once after a pause.
public struct RateLimit: Sendable, Equatable {
    /// A second's worth; 0: there is no limit.
    public let rate: Int
    /// How many at once.
    public let burst: Int

    /// A limit whose bursts are two seconds' worth.
    public init(rate: Int) {
        self.init(rate: rate, burst: 2 * rate)
    }

    /// A limit of its own burst. Rates from 0 to 1,000,000 are told exactly.
    public init(rate: Int, burst: Int) {
        precondition(rate >= 0 && rate <= 1_000_000 && burst >= rate, "a rate out of range")
        self.rate = rate
        self.burst = burst
    }

    /// How long one takes to be earned again, in nanoseconds.
    var interval: Int64 { 1_000_000_000 / Int64(rate) }
    /// How long a whole burst takes to be earned again, in nanoseconds.
    var refill: Int64 { interval * Int64(burst) }
}

/// A token bucket, kept as the one instant at which it will be full again (the "generic cell rate algorithm").
///
/// A bucket that was never used, and one whose instant is past, is full: so it can be forgotten then.
package struct TokenBucket: Sendable, Equatable {
    /// In nanoseconds of a clock that never goes back.
    private var fullAt: Int64 = .min

    package init() {}

    package enum Decision: Sendable, Equatable {
        case granted
        /// One is earned in so many nanoseconds.
        case wait(nanoseconds: Int64)
    }

    /// Takes one if there is one.
    package mutating func take(_ limit: RateLimit, now: Int64) -> Decision {
        let afterwards = max(fullAt, now) + limit.interval
        let excess = afterwards - now - limit.refill
        guard excess <= 0 else { return .wait(nanoseconds: excess) }
        fullAt = afterwards
        return .granted
    }
}
