extension RoomMachine {
    /// Begins a read, if one is needed and none is under way.
    mutating func nextRead() -> [Action] {
        guard reading == nil, phase != .dissolved, let query = neededQuery() else { return [] }
        let isHistory = query.changesAfter.map { $0 < sent } ?? false
        owesHistory = !isHistory
        if isHistory { lastHistory = query.changesAfter ?? -1 }
        if query.live { isStale = false }
        if phase == .opening { heard = 0 } else if query.changesAfter == sent { heard = sent }
        reading = Reading(query: query, sent: sent)
        readsBegun += 1
        return [.read(query)]
    }

    /// The room's own gap and the snapshot for newcomers go together; the history of seats that catch up is read in turn
    /// with them, so that neither waits for ever in a game that changes all the time.
    private func neededQuery() -> Query? {
        if phase == .opening { return Query(snapshot: true, live: isStale) }
        var needsSnapshot = false
        var isBehind = isStale || heard > sent
        var history: Int64?
        var firstHistory: Int64?
        for joiner in waiting.values where !joiner.isWriting {
            guard let cursor = joiner.place.cursor else {
                // One that is ahead of `sent` will do as soon as `sent` gets there.
                needsSnapshot = needsSnapshot || heldSnapshot.map { $0 < ring.start } ?? true
                continue
            }
            if cursor > heard { isBehind = true }
            guard cursor < ring.start else { continue }
            firstHistory = min(cursor, firstHistory ?? cursor)
            if cursor > lastHistory { history = min(cursor, history ?? cursor) }
        }
        // Upwards, then anew from below, as an elevator goes: else two that are far behind would let nobody else catch up.
        history = history ?? firstHistory
        let isNeededNow = isBehind || needsSnapshot
        if let history, owesHistory || !isNeededNow {
            return Query(changesAfter: history, limit: limits.pageChanges)
        }
        guard isNeededNow else { return nil }
        return Query(
            snapshot: needsSnapshot, changesAfter: isBehind ? sent : nil, limit: isBehind ? limits.pageChanges : 0,
            live: isStale)
    }
}
