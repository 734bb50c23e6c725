import TestSupport
import Testing

@testable import GameAPI

/// Random operations on the queue, followed by a model so simple that it is plainly right: each game's waiters in order.
@Suite("The writer's queue, against a model")
struct WriterQueueModelTests {
    @Test("Nothing is lost, nothing comes twice, and each game keeps its order", arguments: 0..<300 as Range<UInt64>)
    func randomOperations(seed: UInt64) {
        var run = QueueRun(seed: seed)
        for _ in 0..<300 { run.step() }
        run.finish()
        #expect(run.broken == [], "seed \(seed)")
        #expect(run.submitted == run.answered.sorted(), "seed \(seed)")
        #expect(run.queue.count == 0, "seed \(seed)")
    }
}

/// One queue, its writer's life, and what has to be true of it.
private struct QueueRun {
    typealias Pending = WriterQueue<Int>.Pending

    private static let limit = 25
    private static let batchLimit = 4
    private static let laneLimit = 2

    private(set) var queue = WriterQueue<Int>(
        limit: limit, batchLimit: batchLimit, lineLimit: 1, laneLimit: laneLimit,
        gathering: Gathering(enough: 3, amongOthers: 3))
    private(set) var submitted: [Int] = []
    private(set) var answered: [Int] = []
    private(set) var broken: [String] = []

    private var random: SeededGenerator
    private var now = ContinuousClock.now
    private var waiting: [Int64: [Int]] = [:]
    private var aside: Set<Int64> = []
    private var running: [Int64: [Pending]] = [:]
    private var inFlight: [Pending] = []

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func step() {
        switch int(10) {
        case 0..<4: submit()
        case 4, 5: inFlight.isEmpty ? takeBatch() : endBatch()
        case 6: startLane()
        case 7, 8: if let game = running.keys.sorted().randomElement(using: &random) { advanceLane(game) }
        default: now += [.zero, .milliseconds(1), .seconds(1), .seconds(2)][int(4)]
        }
        check(queue.count == waiting.values.reduce(0) { $0 + $1.count }, "count \(queue.count)")
    }

    /// Lets everything end well, in a bounded number of rounds.
    mutating func finish() {
        endWell()
        for _ in 0..<200 where queue.count > 0 || !running.isEmpty {
            now = queue.gatheringEnd(now: now) ?? now
            takeBatch()
            endWell()
            startLane()
            for game in running.keys.sorted() {
                answer(running[game] ?? [])
                running[game] = []
                takeFromLane(game)
            }
        }
    }

    private mutating func submit() {
        let game = Int64(int(5))
        let waiter = submitted.count
        let pending = Pending(
            mutation: .host(.updateGame(GamePatch()), game: game), waiter: waiter, deadline: now + .seconds(1 + int(30))
        )
        let isFull = queue.count >= Self.limit
        let submission = queue.submit(pending, now: now)
        var copy = queue
        let canBegin = copy.nextBatch(now: now) != nil
        switch submission {
        case .refused: return check(isFull, "refused with \(queue.count)")
        case .inLane: check(isAside(game), "in a lane that is not there")
        case .due: check(!isAside(game) && canBegin, "due, but past its lane or too early")
        case .inLine:
            check(!isAside(game) && !canBegin, "past its lane, or nobody is told that a batch can begin")
            check(!inFlight.isEmpty || queue.gatheringEnd(now: now) != nil, "nothing will begin a batch")
        }
        check(!isFull, "taken though full")
        submitted.append(waiter)
        waiting[game, default: []].append(waiter)
    }

    private mutating func takeBatch() {
        let waits = queue.gatheringEnd(now: now)
        guard let next = queue.nextBatch(now: now) else { return }
        check(waits == nil, "begun while it gathers")
        take(next)
        check(!next.batch.contains { isAside($0.mutation.gameID) }, "out of a lane")
        check(next.batch.map(\.waiter) == next.batch.map(\.waiter).sorted(), "out of order")
        inFlight = next.batch
    }

    /// Committed, or some games of it are held.
    private mutating func endBatch() {
        let games = Set(inFlight.map(\.mutation.gameID)).sorted()
        let held = Set(games.filter { _ in int(3) == 0 })
        queue.setAside(held, from: inFlight.filter { held.contains($0.mutation.gameID) })
        for game in held { putBack(inFlight.filter { $0.mutation.gameID == game }, of: game) }
        if int(2) == 0 { queue.committed(inFlight, transaction: 1, after: .milliseconds(int(6)), now: now) }
        queue.finished(inFlight)
        answer(inFlight.filter { !held.contains($0.mutation.gameID) })
        inFlight = []
    }

    private mutating func endWell() {
        if !inFlight.isEmpty { queue.finished(inFlight) }
        answer(inFlight)
        inFlight = []
    }

    private mutating func startLane() {
        let canStart = running.count < Self.laneLimit && !aside.isEmpty
        guard let game = queue.startLane() else { return check(!canStart, "a lane does not start") }
        check(canStart && aside.contains(game), "lane \(game) may not start")
        aside.remove(game)
        running[game] = []
    }

    private mutating func advanceLane(_ game: Int64) {
        let batch = running[game] ?? []
        if batch.isEmpty {
            takeFromLane(game)
        } else if int(3) == 0 {
            queue.stillHeld(game, batch)
            running[game] = nil
            putBack(batch, of: game)
        } else {
            answer(batch)
            running[game] = []
        }
    }

    private mutating func takeFromLane(_ game: Int64) {
        guard let next = queue.nextBatch(ofLane: game, now: now) else {
            check(waiting[game, default: []].isEmpty, "lane \(game) ended with waiters")
            running[game] = nil
            return
        }
        take(next)
        check(next.batch.allSatisfy { $0.mutation.gameID == game }, "another game in lane \(game)")
        running[game] = next.batch
    }

    /// What was taken has to be, of each game, whoever waited longest.
    private mutating func take(_ next: (batch: [Pending], expired: [Pending])) {
        check(
            next.batch.count <= Self.batchLimit && !(next.batch + next.expired).isEmpty, "\(next.batch.count) at once")
        check(next.batch.allSatisfy { $0.deadline > now } && next.expired.allSatisfy { $0.deadline <= now }, "expiry")
        for (game, taken) in Dictionary(grouping: next.batch + next.expired, by: \.mutation.gameID) {
            let first = Array(waiting[game, default: []].prefix(taken.count))
            check(taken.map(\.waiter).sorted() == first, "\(taken.map(\.waiter)) before \(first)")
            waiting[game]?.removeFirst(first.count)
        }
        answer(next.expired)
    }

    private mutating func putBack(_ batch: [Pending], of game: Int64) {
        waiting[game, default: []].insert(contentsOf: batch.map(\.waiter), at: 0)
        aside.insert(game)
    }

    private mutating func answer(_ batch: [Pending]) { answered += batch.map(\.waiter) }
    private func isAside(_ game: Int64) -> Bool { aside.contains(game) || running[game] != nil }
    private mutating func int(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
    private mutating func check(_ condition: Bool, _ message: String) { if !condition { broken.append(message) } }
}
