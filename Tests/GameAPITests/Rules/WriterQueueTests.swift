import Testing

@testable import GameAPI

/// Who is next, who has waited too long, and who waits aside.
@Suite("The writer's queue")
struct WriterQueueTests {
    private typealias Queue = WriterQueue<Int>
    private let start = ContinuousClock.now
    /// When a batch that began at the start counts as held up.
    private var late: ContinuousClock.Instant { start + .milliseconds(10) }

    private func pending(_ waiter: Int, game: Int64 = 1, until seconds: Int = 100) -> Queue.Pending {
        Queue.Pending(
            mutation: .host(.updateGame(GamePatch()), game: game), waiter: waiter, deadline: start + .seconds(seconds))
    }

    private func waiters(_ next: (batch: [Queue.Pending], expired: [Queue.Pending])?) -> [[Int]]? {
        next.map { [$0.batch.map(\.waiter), $0.expired.map(\.waiter)] }
    }

    /// The next batch, which ends at once.
    private func pass(_ queue: inout Queue, at now: ContinuousClock.Instant) -> [[Int]]? {
        let next = queue.nextBatch(now: now)
        if let next, !next.batch.isEmpty { queue.finished(next.batch) }
        return waiters(next)
    }

    @Test("First come, first served, a batch at a time")
    func order() {
        var queue = Queue(limit: 10, batchLimit: 3, lineLimit: 1, laneLimit: 1, gathering: .none)
        for waiter in 1...5 {
            let submission = queue.submit(pending(waiter, game: Int64(waiter % 2)), now: start)
            #expect(submission == .due)
        }
        #expect(queue.count == 5)
        let batch1 = pass(&queue, at: start)
        #expect(batch1 == [[1, 2, 3], []])
        #expect(queue.count == 2)
        let batch2 = pass(&queue, at: start)
        #expect(batch2 == [[4, 5], []])
        let batch3 = pass(&queue, at: start)
        #expect(batch3 == nil)
        #expect(queue.count == 0)
    }

    @Test("What has waited too long takes no place in a batch")
    func expiry() {
        var queue = Queue(limit: 10, batchLimit: 2, lineLimit: 1, laneLimit: 1, gathering: .none)
        for (waiter, seconds) in [(1, 1), (2, 9), (3, 2), (4, 9), (5, 1)] {
            _ = queue.submit(pending(waiter, until: seconds), now: start)
        }
        let batch4 = pass(&queue, at: start + .seconds(2))
        #expect(batch4 == [[2, 4], [1, 3]])
        #expect(queue.count == 1)
        let batch5 = pass(&queue, at: start + .seconds(2))
        #expect(batch5 == [[], [5]])
        #expect(queue.count == 0)
    }

    @Test("Full is full, until something is taken out; what is put back may exceed the limit")
    func refusal() {
        var queue = Queue(limit: 2, batchLimit: 1, lineLimit: 1, laneLimit: 1, gathering: .none)
        let submissions = (1...3).map { queue.submit(pending($0), now: start) }
        #expect(submissions == [.due, .due, .refused])
        #expect(queue.count == 2)
        guard let next = queue.nextBatch(now: start) else { return #expect(Bool(false)) }
        _ = queue.submit(pending(4), now: start)
        queue.setAside([1], from: next.batch)
        #expect(queue.count == 3)
        let refused = queue.submit(pending(5), now: start)
        #expect(refused == .refused)
    }

    @Test("A game set aside takes everything of its own along, in order, and only that")
    func setAside() {
        var queue = Queue(limit: 10, batchLimit: 3, lineLimit: 1, laneLimit: 1, gathering: .none)
        for waiter in 1...6 { _ = queue.submit(pending(waiter, game: waiter.isMultiple(of: 2) ? 2 : 1), now: start) }
        let batch = queue.nextBatch(now: start)?.batch ?? []
        queue.setAside([2], from: batch.filter { $0.mutation.gameID == 2 })
        queue.finished(batch)
        let submissions = [queue.submit(pending(7, game: 2), now: start), queue.submit(pending(8), now: start)]
        #expect(submissions == [.inLane, .due])
        #expect(queue.count == 6)
        let batch6 = pass(&queue, at: start)
        #expect(batch6 == [[5, 8], []])
        let batch7 = pass(&queue, at: start)
        #expect(batch7 == nil)

        #expect(queue.startLane() == 2)
        #expect(waiters(queue.nextBatch(ofLane: 2, now: start)) == [[2, 4, 6], []])
        #expect(waiters(queue.nextBatch(ofLane: 2, now: start)) == [[7], []])
        #expect(waiters(queue.nextBatch(ofLane: 2, now: start)) == nil)
        #expect(queue.count == 0)
        let submission = queue.submit(pending(9, game: 2), now: start)
        #expect(submission == .due)
    }

    @Test("Batches under way at the same time have no game in common")
    func batchesAtATime() {
        var queue = Queue(limit: 10, batchLimit: 2, lineLimit: 2, laneLimit: 1, gathering: .none)
        for (waiter, game) in [(1, 1), (2, 1), (3, 1), (4, 2), (5, 1), (6, 3)] as [(Int, Int64)] {
            _ = queue.submit(pending(waiter, game: game), now: start)
        }
        let first = queue.nextBatch(now: start)?.batch ?? []
        let second = queue.nextBatch(now: late)?.batch ?? []
        #expect(first.map(\.waiter) == [1, 2])
        #expect(second.map(\.waiter) == [4, 6])
        #expect(waiters(queue.nextBatch(now: late)) == nil)
        queue.finished(second)
        #expect(waiters(queue.nextBatch(now: late)) == nil)
        #expect(queue.count == 2)
        queue.finished(first)
        #expect(waiters(queue.nextBatch(now: start)) == [[3, 5], []])
        #expect(queue.count == 0)
    }

    @Test("Beside a batch that is held up another one begins when as many wait as are under way")
    func batchesOfASize() {
        var queue = Queue(limit: 10, batchLimit: 5, lineLimit: 2, laneLimit: 1, gathering: .none)
        for waiter in 1...3 { _ = queue.submit(pending(waiter, game: Int64(waiter)), now: start) }
        let first = queue.nextBatch(now: start)?.batch ?? []
        #expect(first.count == 3)
        for waiter in 4...5 { _ = queue.submit(pending(waiter, game: Int64(waiter)), now: start) }
        let tooFew = queue.nextBatch(now: late)
        #expect(waiters(tooFew) == nil)
        let submission = queue.submit(pending(6, game: 6), now: late - .microseconds(1))
        #expect(submission == .inLine)
        let early = queue.nextBatch(now: late - .microseconds(1))
        #expect(waiters(early) == nil)
        let second = queue.nextBatch(now: late)?.batch ?? []
        #expect(second.map(\.waiter) == [4, 5, 6])
        queue.finished(first)
        for waiter in 7...8 { _ = queue.submit(pending(waiter, game: Int64(waiter)), now: start) }
        let stillTooFew = queue.nextBatch(now: late + .milliseconds(10))
        #expect(waiters(stillTooFew) == nil)
        queue.finished(second)
        let third = queue.nextBatch(now: late)
        #expect(waiters(third) == [[7, 8], []])
    }

    @Test("A small batch waits for those who were just answered, for a moment, and a mutation tells that it may begin")
    func company() {
        var queue = Queue(
            limit: 10, batchLimit: 5, lineLimit: 2, laneLimit: 1, gathering: Gathering(enough: 3, amongOthers: 3))
        let first = queue.submit(pending(1), now: start)
        let batch = queue.nextBatch(now: start)?.batch ?? []
        let second = queue.submit(pending(2, game: 2), now: late)
        #expect([first, second] == [.due, .due])
        let beside = queue.nextBatch(now: late)?.batch ?? []
        let third = queue.submit(pending(3, game: 3), now: start)
        #expect(third == .inLine)
        #expect(queue.gatheringEnd(now: start) == nil)
        queue.finished(batch)
        #expect(queue.gatheringEnd(now: start) == nil)
        queue.committed(beside, transaction: 1, after: .milliseconds(2), now: start)
        queue.finished(beside)
        let end = start + .milliseconds(2)
        #expect(queue.gatheringEnd(now: start) == end)
        let alone = queue.nextBatch(now: start)
        #expect(waiters(alone) == nil)

        var unhurried = queue
        let late = unhurried.nextBatch(now: end)
        #expect(waiters(late) == [[3], []])
        let returned = queue.submit(pending(4), now: start)
        #expect(returned == .due)
        let together = queue.nextBatch(now: start)
        #expect(waiters(together) == [[3, 4], []])
    }

    @Test("Whoever is back before the batch has ended is not taken for somebody else")
    func backAtOnce() {
        var queue = Queue(
            limit: 10, batchLimit: 5, lineLimit: 1, laneLimit: 1, gathering: Gathering(enough: 3, amongOthers: 3))
        _ = queue.submit(pending(1), now: start)
        let batch = queue.nextBatch(now: start)?.batch ?? []
        queue.committed(batch, transaction: 1, after: .milliseconds(2), now: start)
        _ = queue.submit(pending(2), now: start)
        queue.finished(batch)
        let next = queue.nextBatch(now: start)
        #expect(waiters(next) == [[2], []])
    }

    @Test("In a hurry nobody is waited for")
    func hurry() {
        var queue = Queue(
            limit: 10, batchLimit: 1, lineLimit: 1, laneLimit: 1, gathering: Gathering(enough: 3, amongOthers: 3))
        for waiter in 1...2 { _ = queue.submit(pending(waiter), now: start) }
        let batch = queue.nextBatch(now: start)?.batch ?? []
        queue.committed(batch, transaction: 1, after: .milliseconds(2), now: start)
        queue.finished(batch)
        let patient = queue.nextBatch(now: start)
        #expect(waiters(patient) == nil)
        queue.hurry()
        let hurried = queue.nextBatch(now: start)
        #expect(waiters(hurried) == [[2], []])
    }

    @Test("Only so many lanes at a time; the one that is still held goes to the end")
    func lanes() {
        var queue = Queue(limit: 10, batchLimit: 5, lineLimit: 1, laneLimit: 2, gathering: .none)
        for waiter in 1...3 { _ = queue.submit(pending(waiter, game: Int64(waiter)), now: start) }
        let batch = queue.nextBatch(now: start)?.batch ?? []
        for game in 1...3 as ClosedRange<Int64> {
            queue.setAside([game], from: batch.filter { $0.mutation.gameID == game })
        }
        #expect([queue.startLane(), queue.startLane(), queue.startLane()] == [1, 2, nil])
        let held = queue.nextBatch(ofLane: 1, now: start)?.batch ?? []
        let submission = queue.submit(pending(4, game: 1), now: start)
        #expect(submission == .inLane)
        queue.stillHeld(1, held)
        #expect([queue.startLane(), queue.startLane()] == [3, nil])
        #expect(waiters(queue.nextBatch(ofLane: 2, now: start)) == [[2], []])
        #expect(queue.startLane() == nil)
        #expect(waiters(queue.nextBatch(ofLane: 2, now: start)) == nil)
        #expect(queue.startLane() == 1)
        #expect(waiters(queue.nextBatch(ofLane: 1, now: start)) == [[1, 4], []])
    }

    @Test("Whoever waits aside too long is told so as well")
    func expiryInALane() {
        var queue = Queue(limit: 10, batchLimit: 5, lineLimit: 1, laneLimit: 1, gathering: .none)
        _ = queue.submit(pending(1, until: 1), now: start)
        _ = queue.submit(pending(2, until: 9), now: start)
        let batch = queue.nextBatch(now: start)?.batch ?? []
        queue.setAside([1], from: batch)
        #expect(queue.startLane() == 1)
        #expect(waiters(queue.nextBatch(ofLane: 1, now: start + .seconds(5))) == [[2], [1]])
        #expect(queue.count == 0)
    }
}
