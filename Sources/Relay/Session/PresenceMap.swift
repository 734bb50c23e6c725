/// Who is in a room, over all instances.
///
/// Each instance announces its own counts, absolute, with a sequence number that grows; several announcements may have the
/// same one. The database has the state of an instance as of one number, and whatever was announced with a higher one is
/// newer. So a count that was announced with number n says more than a state as of m, if n ≥ m; equal ones agree.
struct PresenceMap<Client: Hashable & Comparable & Sendable>: Sendable {
    struct Change: Equatable, Sendable {
        let client: Client
        let isConnected: Bool
    }

    private struct Count {
        var connections: Int
        let sequence: Int64
    }

    private struct Instance {
        var sequence: Int64
        var counts: [Client: Count] = [:]
        var wasHeardSinceRead = true
    }

    private var instances: [String: Instance] = [:]
    private var totals: [Client: Int] = [:]
    /// nil: no read is under way.
    private var goneSinceRead: Set<String>?

    init() {}

    /// Those who are there.
    var clients: [Client] { totals.keys.sorted() }

    /// What an instance has announced. Older than what is known of it: ignored.
    mutating func apply(
        instance id: String, sequence: Int64, counts: [(client: Client, connections: Int)]
    ) -> [Change] {
        var instance = instances[id] ?? Instance(sequence: sequence)
        guard sequence >= instance.sequence else { return [] }
        instance.sequence = sequence
        instance.wasHeardSinceRead = true
        for (client, connections) in counts {
            instance.counts[client] = Count(connections: connections, sequence: sequence)
        }
        return update { $0.replace(id, by: instance) }
    }

    /// An instance is gone, and all its clients with it.
    mutating func remove(instance id: String) -> [Change] {
        goneSinceRead?.insert(id)
        return update { $0.replace(id, by: nil) }
    }

    /// To be called before the database is read; again, if the read is repeated.
    mutating func beginRead() {
        goneSinceRead = []
        for id in instances.keys { instances[id]?.wasHeardSinceRead = false }
    }

    /// Takes the database's state: the instances that are registered, each as of its sequence number, and this room's rows
    /// of them. The numbers must have been read with the rows or before them.
    mutating func merge(
        instances stored: [(id: String, sequence: Int64)],
        rows: [(instance: String, client: Client, connections: Int)]
    ) -> [Change] {
        var merged: [String: Instance] = [:]
        for (id, sequence) in stored where goneSinceRead?.contains(id) != true {
            merged[id] = Instance(sequence: sequence)
        }
        for row in rows {
            guard let sequence = merged[row.instance]?.sequence else { continue }
            merged[row.instance]?.counts[row.client] = Count(connections: row.connections, sequence: sequence)
        }
        for (id, known) in instances {
            if let state = merged[id] {
                let newer = known.counts.filter { $0.value.sequence >= state.sequence }
                merged[id]?.counts.merge(newer) { _, newer in newer }
                merged[id]?.sequence = max(known.sequence, state.sequence)
            } else if known.wasHeardSinceRead {
                // It registered after the read.
                merged[id] = known
            }
        }
        goneSinceRead = nil
        return update { map in
            for id in Set(map.instances.keys).union(merged.keys) { map.replace(id, by: merged[id]) }
        }
    }

    private mutating func replace(_ id: String, by instance: Instance?) {
        for (client, count) in instances[id]?.counts ?? [:] { add(-count.connections, to: client) }
        instances[id] = instance
        // That a client left must be remembered while a read is under way: its answer may be older.
        if goneSinceRead == nil { instances[id]?.counts = instance?.counts.filter { $0.value.connections > 0 } ?? [:] }
        for (client, count) in instance?.counts ?? [:] { add(count.connections, to: client) }
    }

    private mutating func add(_ connections: Int, to client: Client) {
        let total = totals[client, default: 0] + connections
        totals[client] = total == 0 ? nil : total
    }

    /// Who was not there before and is now, or the other way round; sorted.
    private mutating func update(_ body: (inout Self) -> Void) -> [Change] {
        let before = totals
        body(&self)
        let left = before.keys.filter { totals[$0] == nil }.map { Change(client: $0, isConnected: false) }
        let came = totals.keys.filter { before[$0] == nil }.map { Change(client: $0, isConnected: true) }
        return (left + came).sorted { $0.client < $1.client }
    }
}
