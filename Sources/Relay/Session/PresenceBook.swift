/// This instance's own clients, and what of them has still to be reported. Counts are absolute.
struct PresenceBook<Key: Hashable & Sendable>: Sendable {
    private var counts: [Key: Int] = [:]
    /// As they were last taken.
    private var taken: [Key: Int] = [:]
    private var touched: Set<Key> = []

    init() {}

    mutating func came(_ key: Key) {
        counts[key, default: 0] += 1
        touched.insert(key)
    }

    mutating func left(_ key: Key) {
        guard let count = counts[key] else { preconditionFailure("\(key) left without having come") }
        counts[key] = count == 1 ? nil : count - 1
        touched.insert(key)
    }

    /// The counts that differ from what was last taken; 0: gone.
    mutating func takeChanges() -> [Key: Int] {
        var changes: [Key: Int] = [:]
        for key in touched where counts[key] != taken[key] { changes[key] = counts[key] ?? 0 }
        for key in changes.keys { taken[key] = counts[key] }
        touched = []
        return changes
    }

    /// All that are there, for an instance that registers anew: nothing is known of it, so nothing is gone either.
    mutating func takeAll() -> [Key: Int] {
        taken = counts
        touched = []
        return counts
    }
}
