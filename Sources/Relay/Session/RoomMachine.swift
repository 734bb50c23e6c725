/// Which client of a game gets which change, and when the database is read for it.
///
/// Why no seat misses a change or gets one twice:
/// - `sent` moves in `take` only, by one at a time, and what was taken is broadcast in the same call: all live seats
///   have everything up to `sent`, and nothing newer.
/// - A seat becomes live in a call that gives it precisely what lies between its place (a snapshot's revision, or the
///   cursor of one that resumes) and `sent`; only when the ring has all of that, or a page of the log and the ring.
/// - Until then it gets nothing but pages, each of which begins after its cursor and moves the cursor to its end.
/// - Whatever is heard of and cannot be taken is remembered in `heard`, and a read of the log begins after it was heard.
///   What may not have been heard at all, since the listener was away, is `isStale`, and ends in the same way.
/// - Where the log cannot fill the gap, the room goes back to `opening`: the next snapshot is a new start for all.
///
/// Announcements may come twice, late, in any order, or not at all, if only `resumed` is told when some may be missing.
/// At most one read is under way, and nothing grows with the number of changes but the ring, which is bounded.
struct RoomMachine<Seat: Hashable & Sendable, Frame: Sendable>: Sendable {
    enum Phase { case opening, live, dissolved }

    /// A seat that is not live yet.
    struct Joiner {
        var place: Place
        /// Its page has not left the outbox yet.
        var isWriting = false
        /// How many reads had begun when it came: only a later one can tell that its place is not in the log.
        let came: Int
    }

    struct Place: Hashable {
        /// The revision that the seat has; nil: it needs a snapshot.
        var cursor: Int64?
        var isWelcomed = false
    }

    struct Reading {
        let query: Query
        /// As it was when the read began.
        let sent: Int64
    }

    let limits: Limits
    var phase = Phase.opening
    /// The changes that went out last. Its end is `sent`.
    var ring: RecentChanges<Frame>
    /// The highest revision heard of since the last read after `sent` began, which sees all that was heard of before.
    var heard: Int64 = 0
    /// Something may have been missed that nobody announces again.
    var isStale = true
    /// The newest snapshot that the hub holds, unless it is too old for those who wait.
    var heldSnapshot: Int64?
    var live: Set<Seat> = []
    var waiting: [Seat: Joiner] = [:]
    var reading: Reading?
    var readsBegun = 0
    /// Seats that catch up and the room take turns.
    var owesHistory = false
    /// Where the last reading for seats that catch up began: they take turns among themselves too.
    var lastHistory: Int64 = -1

    init(limits: Limits = Limits()) {
        self.limits = limits
        ring = Self.emptyRing(after: 0, limits)
    }

    /// Whether `sent` is known and stands: not before the first answer, not while a reset waits for its snapshot.
    var isOpen: Bool { phase == .live }

    /// The revision that all live seats have.
    var sent: Int64 { ring.end }

    /// No seats, neither live nor waiting.
    var isEmpty: Bool { live.isEmpty && waiting.isEmpty }

    /// Reads the game, before anybody has joined.
    mutating func open() -> [Action] {
        phase == .opening ? nextRead() : []
    }

    /// A seat joins once. `after`: the revision it has already.
    mutating func join(_ seat: Seat, after: Int64? = nil) -> [Action] {
        guard phase != .dissolved else { return [] }
        if after == nil { dropOldSnapshot() }
        waiting[seat] = Joiner(place: Place(cursor: after), came: readsBegun)
        return admit([seat]) + nextRead()
    }

    /// What a newcomer is shown is the game as it is now, not as it was when somebody else came.
    mutating func dropOldSnapshot() {
        if let held = heldSnapshot, held < sent { heldSnapshot = nil }
    }

    /// Harmless at any time, and for a seat that is not there: then false.
    @discardableResult
    mutating func leave(_ seat: Seat) -> Bool {
        let wasLive = live.remove(seat) != nil
        let waited = waiting.removeValue(forKey: seat) != nil
        return wasLive || waited
    }

    mutating func announced(_ changes: [LoggedFrame<Frame>]) -> [Action] {
        let frames = take(changes)
        guard phase == .live else { return [] }
        return broadcast(frames) + admit(waiting.keys) + nextRead()
    }

    /// Changes up to this revision there are, without what they say.
    mutating func announced(upTo revision: Int64) -> [Action] {
        heard = max(heard, revision)
        return phase == .live ? nextRead() : []
    }

    /// The listener was away: anything may have been missed. To be called after it listens again.
    mutating func resumed() -> [Action] {
        isStale = true
        return phase == .live ? nextRead() : []
    }

    /// The seat's page has left its outbox. Harmless for a seat that is not there.
    mutating func drained(_ seat: Seat) -> [Action] {
        guard waiting[seat]?.isWriting == true else { return [] }
        waiting[seat]?.isWriting = false
        return admit([seat]) + nextRead()
    }

    /// Takes what follows `sent`, up to the first hole, drops what is older, and remembers what is beyond.
    mutating func take(_ changes: some Sequence<LoggedFrame<Frame>>) -> [Frame] {
        var frames: [Frame] = []
        for change in changes {
            heard = max(heard, change.revision)
            guard phase == .live, change.revision == sent + 1 else { continue }
            ring.append(change)
            frames.append(change.frame)
        }
        return frames
    }

    func broadcast(_ frames: [Frame]) -> [Action] {
        frames.isEmpty || live.isEmpty ? [] : [.broadcast(frames)]
    }

    static func emptyRing(after revision: Int64, _ limits: Limits) -> RecentChanges<Frame> {
        RecentChanges(after: revision, maximumCount: limits.ringChanges, maximumBytes: limits.ringBytes)
    }
}
