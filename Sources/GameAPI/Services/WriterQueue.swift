import DequeModule

/// Which mutations wait, which are next, and which games have been set aside. Pure: time is an argument.
///
/// There is one common line. A game whose rows somebody else holds leaves it with all of its mutations and waits in a
/// lane of its own, so that it delays only itself; it comes back when its lane is empty. Line and lanes keep the
/// order of arrival within a game; only a batch that is taken apart, because PostgreSQL refused it or a row was held, may
/// answer one game's requests that were under way together in another order.
struct WriterQueue<Waiter: Sendable>: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// A mutation, who waits for it, and until when.
    struct Pending: Sendable {
        let mutation: Mutation
        let waiter: Waiter
        let deadline: Instant
    }

    /// A batch that takes longer is held up.
    private static var usualDuration: Duration { .milliseconds(10) }

    private let limit: Int
    private let batchLimit: Int
    private let lineLimit: Int
    private let laneLimit: Int
    private var line: Deque<Pending> = []
    /// Games of which a batch of the common line is under way: what comes meanwhile waits for the next one.
    private var busyGames: Set<Int64> = []
    private var runningBatches = 0
    private var runningMutations = 0
    private var lastBegan: Instant?
    private var gathering: Gathering
    private var lanes: [Int64: Deque<Pending>] = [:]
    private var waitingLanes: Deque<Int64> = []
    private var runningLanes = 0
    private var isClosed = false
    private(set) var count = 0

    /// - Parameters:
    ///   - limit: How many mutations may wait in all.
    ///   - batchLimit: How many mutations one transaction takes.
    ///   - lineLimit: How many batches of the common line are under way at a time.
    ///   - laneLimit: How many set-aside games are attempted at a time.
    ///   - gathering: Whom a batch of the common line waits for.
    init(limit: Int, batchLimit: Int, lineLimit: Int, laneLimit: Int, gathering: Gathering) {
        self.limit = limit
        self.batchLimit = batchLimit
        self.lineLimit = lineLimit
        self.laneLimit = laneLimit
        self.gathering = gathering
    }

    enum Submission {
        /// In the common line, of which a batch can begin now.
        case due
        case inLine
        case inLane
        case refused
    }

    /// Takes a mutation in, unless too many wait already, or nobody will take it out again.
    mutating func submit(_ pending: Pending, now: Instant) -> Submission {
        guard count < limit, !isClosed else { return .refused }
        count += 1
        let gameID = pending.mutation.gameID
        guard lanes[gameID] == nil else {
            lanes[gameID]?.append(pending)
            return .inLane
        }
        line.append(pending)
        return canBegin(now: now) ? .due : .inLine
    }

    /// One batch after the other costs least. Beside one that is held up, by a row, the disk or the network, another one
    /// begins when as many wait as are under way.
    private func canBegin(now: Instant) -> Bool {
        guard runningBatches < lineLimit, !line.isEmpty else { return false }
        guard runningBatches > 0, let lastBegan else { return gathering.isOver(line.count, now: now) }
        return line.count >= runningMutations && now - lastBegan >= Self.usualDuration
    }

    /// When the next batch can begin though nothing else happens before.
    func gatheringEnd(now: Instant) -> Instant? {
        runningBatches == 0 ? gathering.end(line.count, now: now) : nil
    }

    /// The next batch of the common line, and what has waited too long; nil when nothing can be begun now.
    ///
    /// A batch under way has its games for itself until it is ``finished(_:)``.
    mutating func nextBatch(now: Instant) -> (batch: [Pending], expired: [Pending])? {
        guard canBegin(now: now) else { return nil }
        var passedOver: Deque<Pending> = []
        let next = Self.take(from: &line, limit: batchLimit, now: now) { [busyGames] pending in
            guard busyGames.contains(pending.mutation.gameID) else { return true }
            passedOver.append(pending)
            return false
        }
        line.prepend(contentsOf: passedOver)
        count -= next.batch.count + next.expired.count
        guard !next.batch.isEmpty else { return next.expired.isEmpty ? nil : next }
        lastBegan = now
        runningBatches += 1
        runningMutations += next.batch.count
        busyGames.formUnion(next.batch.lazy.map(\.mutation.gameID))
        return next
    }

    /// A batch of the common line was committed and is about to be answered: whoever comes from now on may be one of those.
    ///
    /// - Parameters:
    ///   - transaction: Its id.
    ///   - duration: How long it was under way.
    mutating func committed(_ batch: [Pending], transaction: Int64, after duration: Duration, now: Instant) {
        gathering.ended(batch.count, waiting: line.count, transaction: transaction, after: duration, now: now)
    }

    /// A batch of the common line has ended.
    mutating func finished(_ batch: [Pending]) {
        runningBatches -= 1
        runningMutations -= batch.count
        busyGames.subtract(batch.lazy.map(\.mutation.gameID))
    }

    /// Moves games out of the common line: what an attempt held of them, and what came after.
    mutating func setAside(_ games: Set<Int64>, from batch: [Pending]) {
        count += batch.count
        for gameID in games where lanes[gameID] == nil {
            lanes[gameID] = []
            waitingLanes.append(gameID)
        }
        for pending in batch { lanes[pending.mutation.gameID]?.append(pending) }
        for pending in line where games.contains(pending.mutation.gameID) {
            lanes[pending.mutation.gameID]?.append(pending)
        }
        line.removeAll { games.contains($0.mutation.gameID) }
    }

    /// A set-aside game to attempt now, if there is one and a lane is free.
    mutating func startLane() -> Int64? {
        guard runningLanes < laneLimit, let gameID = waitingLanes.popFirst() else { return nil }
        runningLanes += 1
        return gameID
    }

    /// The next batch of a set-aside game; nil when there is none, and then the game is back in the common line.
    mutating func nextBatch(ofLane gameID: Int64, now: Instant) -> (batch: [Pending], expired: [Pending])? {
        guard var lane = lanes[gameID], !lane.isEmpty else {
            lanes[gameID] = nil
            runningLanes -= 1
            return nil
        }
        let next = Self.take(from: &lane, limit: batchLimit, now: now) { _ in true }
        lanes[gameID] = lane
        count -= next.batch.count + next.expired.count
        return next
    }

    /// Puts what is still held back to the front of its lane, and lets other lanes go first.
    mutating func stillHeld(_ gameID: Int64, _ batch: [Pending]) {
        count += batch.count
        lanes[gameID, default: []].prepend(contentsOf: batch)
        runningLanes -= 1
        waitingLanes.append(gameID)
    }

    /// Waits for nobody any more.
    mutating func hurry() { gathering = .none }

    /// Takes nothing in any more, and gives back what nobody has taken out.
    mutating func close() -> [Pending] {
        isClosed = true
        let left = Array(line) + lanes.values.joined()
        line = []
        lanes = [:]
        waitingLanes = []
        count = 0
        return left
    }

    private static func take(
        from queue: inout Deque<Pending>, limit: Int, now: Instant, where mayGo: (Pending) -> Bool
    ) -> (batch: [Pending], expired: [Pending]) {
        var batch: [Pending] = []
        var expired: [Pending] = []
        while batch.count < limit, let pending = queue.popFirst() {
            if pending.deadline <= now {
                expired.append(pending)
            } else if mayGo(pending) {
                batch.append(pending)
            }
        }
        return (batch, expired)
    }
}
