/// The buckets of many keys in bounded memory, without ever forgetting one that is not full.
///
/// Two generations: a bucket that is used moves to the young one, and when a refill's time has passed, the old one,
/// whose buckets have all become full meanwhile, is dropped. Where more keys are busy than there is room for, the new
/// ones share one bucket: strangers may then be slowed down, but nobody gets past the limit.
struct BucketTable<Key: Hashable & Sendable>: Sendable {
    private let limit: RateLimit
    private let generationLimit: Int
    private var young: [Key: TokenBucket] = [:]
    private var old: [Key: TokenBucket] = [:]
    private var overflow = TokenBucket()
    private var youngSince: Int64 = .min

    init(limit: RateLimit, capacity: Int) {
        self.limit = limit
        generationLimit = max(1, capacity / 2)
    }

    var count: Int { young.count + old.count }

    /// Takes one from the key's bucket, at an instant in nanoseconds of a clock that never goes back.
    mutating func take(_ key: Key, now: Int64) -> TokenBucket.Decision {
        guard limit.rate > 0 else { return .granted }
        age(now)
        if young[key] == nil {
            let known = old.removeValue(forKey: key)
            guard known != nil || young.count < generationLimit else { return overflow.take(limit, now: now) }
            young[key] = known ?? TokenBucket()
        }
        return young[key, default: TokenBucket()].take(limit, now: now)
    }

    private mutating func age(_ now: Int64) {
        guard youngSince == .min || now - youngSince >= limit.refill else { return }
        old = youngSince == .min || now - youngSince >= 2 * limit.refill ? [:] : young
        young = [:]
        youngSince = now
    }
}
