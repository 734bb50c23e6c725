extension RoomMachine {
    /// The read under way has an answer. nil: no such game. Harmless when no read is under way.
    mutating func answered(_ page: Page?) -> [Action] {
        guard let reading else { return [] }
        self.reading = nil
        guard let page else { return dissolve() }
        heard = max(heard, page.revision)
        if phase == .opening {
            return start(with: page) + admit(waiting.keys) + nextRead()
        }
        guard continues(page, reading) else { return startAnew() }
        // What a failover has taken back is no snapshot to wait for.
        if let held = heldSnapshot, held > max(sent, page.revision) { heldSnapshot = nil }
        if let revision = page.snapshotRevision {
            heldSnapshot = revision
            heard = max(heard, revision)
        }
        let changes = portion(of: page.changes)
        let news = broadcast(take(changes))
        let pages = reading.query.changesAfter.map { catchUp(changes, after: $0, newest: page.revision) } ?? []
        return news + pages + admit(waiting.keys) + nextRead()
    }

    private mutating func dissolve() -> [Action] {
        phase = .dissolved
        live = []
        waiting = [:]
        return [.dissolve]
    }

    /// The snapshot is where the room starts, and starts anew after a gap that could not be filled.
    private mutating func start(with page: Page) -> [Action] {
        guard let revision = page.snapshotRevision else { return [] }
        phase = .live
        heldSnapshot = revision
        heard = max(heard, revision)
        ring = Self.emptyRing(after: revision, limits)
        return live.isEmpty ? [] : [.reset]
    }

    /// Whether the log leads on from `sent`: not if the database has gone back (was restored, or lost its last commits in a
    /// failover), if the log has been cut, or if it is cheaper to start anew.
    private func continues(_ page: Page, _ reading: Reading) -> Bool {
        if page.revision < reading.sent || page.revision - sent > limits.distance { return false }
        guard reading.query.changesAfter == reading.sent, page.revision > reading.sent else { return true }
        return page.changes.first?.revision == reading.sent + 1
    }

    private mutating func startAnew() -> [Action] {
        phase = .opening
        // What they have got may be of a past that is gone. Those that have not got anything are judged by the new log.
        for (seat, joiner) in waiting where joiner.place.isWelcomed { waiting[seat]?.place.cursor = nil }
        return nextRead()
    }

    /// The first ones, up to a hole, and so many that they fit into an outbox; the rest is read again.
    private func portion(of changes: [LoggedFrame<Frame>]) -> ArraySlice<LoggedFrame<Frame>> {
        guard let first = changes.first else { return [] }
        var bytes = 0
        for (index, change) in changes.enumerated() {
            bytes += change.bytes
            let isFull = bytes > limits.pageBytes && index > 0
            if isFull || change.revision != first.revision + Int64(index) { return changes[..<index] }
        }
        return changes[...]
    }
}
