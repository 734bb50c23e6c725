/// A dictionary that forgets what was not used for long, in constant time and bounded memory.
///
/// Two generations: what is used moves to the young one; when that is half of the limit, the old one is dropped and the
/// young one becomes old. So the last `limit / 2` keys that were used are always there, and never more than `limit`.
struct RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let generationLimit: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    init(limit: Int) {
        precondition(limit >= 2, "a cache of less than two entries has no generations")
        generationLimit = limit / 2
    }

    var count: Int { young.count + old.count }

    mutating func value(for key: Key) -> Value? {
        if let value = young[key] { return value }
        guard let value = old.removeValue(forKey: key) else { return nil }
        insert(value, for: key)
        return value
    }

    mutating func insert(_ value: Value, for key: Key) {
        if young.count >= generationLimit, young[key] == nil {
            old = young
            young = [:]
        }
        old[key] = nil
        young[key] = value
    }
}
