import Testing

@testable import PGStore

@Suite struct SmallPartsTests {
    @Test func backoffGrowsToItsLimitWithJitter() {
        var backoff = Backoff()
        var generator = SeededGenerator(state: 1)
        let pauses = (0..<50).map { _ in backoff.next(using: &generator) }
        #expect(pauses[0] <= .milliseconds(50))
        #expect(pauses.allSatisfy { $0 > .zero && $0 <= .milliseconds(500) })
        #expect(Set(pauses).count > 40 && pauses.contains { $0 > .milliseconds(300) })
        backoff.reset()
        #expect(backoff.next(using: &generator) <= .milliseconds(50))
    }

    @Test func timersGoOffInOrderAndCancelledOnesDoNot() {
        var timers = TimerQueue<Int>()
        var generator = SeededGenerator(state: 2)
        let start = ContinuousClock.now
        let delays = (0..<500).map { _ in Int.random(in: 0..<1000, using: &generator) }
        let ids = delays.map { timers.add(at: start + .milliseconds($0), $0) }
        for index in stride(from: 0, to: 500, by: 3) { _ = timers.cancel(ids[index]) }
        var fired: [Int] = []
        while let delay = timers.pop(due: start + .milliseconds(499)) { fired.append(delay) }
        #expect(timers.next.map { $0 > start + .milliseconds(499) } ?? false)
        while let delay = timers.pop(due: start + .seconds(2)) { fired.append(delay) }
        #expect(fired == delays.enumerated().filter { $0.offset % 3 != 0 }.map(\.element).sorted())
    }

    @Test func cancelledTimersDoNotPileUp() {
        var timers = TimerQueue<Int>()
        let far = ContinuousClock.now + .seconds(1000)
        let last = timers.add(at: far, 0)
        for _ in 0..<10_000 { _ = timers.cancel(timers.add(at: far + .seconds(1), 1)) }
        #expect(timers.count == 1 && timers.heapCount < 200)
        _ = timers.cancel(last)
        #expect(timers.next == nil)
    }

    @Test func nobodyWakesUpForACancelledTimer() {
        var timers = TimerQueue<Int>()
        let start = ContinuousClock.now
        let ids = (0..<10).map { timers.add(at: start + .milliseconds($0), $0) }
        for index in [5, 0, 2] { _ = timers.cancel(ids[index]) }
        #expect(timers.next == start + .milliseconds(1))
        _ = timers.cancel(ids[1])
        #expect(timers.next == start + .milliseconds(3))
    }

    /// The kernel counts in nanoseconds or, where it is old, in milliseconds: never in fewer than there are.
    @Test func timesForTheKernelAreNotShort() {
        for (duration, nanoseconds, milliseconds) in [
            (Duration.zero, 0, 0 as Int32), (.nanoseconds(1), 1, 1), (.milliseconds(1), 1_000_000, 1),
            (.microseconds(1_001), 1_001_000, 2), (.milliseconds(999) + .microseconds(1), 999_001_000, 1_000),
        ] {
            let time = WaitingTime(duration)
            #expect(time.seconds == 0 && time.nanoseconds == nanoseconds)
            #expect(time.milliseconds == milliseconds)
        }
        #expect(WaitingTime(.seconds(61)).milliseconds == 61_000)
        #expect(WaitingTime(.seconds(Int64.max)).milliseconds == .max)
    }

    @Test func aTimerGoesOffSoonerThanAMillisecond() async {
        var fastest = Duration.seconds(1)
        for _ in 0..<100 {
            let start = ContinuousClock.now
            await withCheckedContinuation { continuation in
                _ = PGLoop.shared.schedule(at: start + .microseconds(100)) { continuation.resume() }
            }
            fastest = min(fastest, ContinuousClock.now - start)
        }
        #expect(fastest >= .microseconds(100) && fastest < .microseconds(900))
    }

    @Test func aQueueIsFirstInFirstOut() {
        var queue = Queue<Int>()
        var model: [Int] = []
        var generator = SeededGenerator(state: 3)
        for step in 0..<5000 {
            switch Int.random(in: 0..<5, using: &generator) {
            case 0, 1, 2:
                queue.append(step)
                model.append(step)
            case 3:
                let (taken, expected) = (queue.popFirst(), model.isEmpty ? nil : model.removeFirst())
                #expect(taken == expected)
            default:
                guard let index = model.indices.randomElement(using: &generator) else { continue }
                let (taken, expected) = (queue.remove(at: index), model.remove(at: index))
                #expect(taken == expected)
            }
            #expect(queue.count == model.count)
        }
        #expect(queue.removeAll() == model && queue.isEmpty)
    }

    @Test func errorsKnowWhatEndsAConnection() {
        func server(_ state: SQLState, _ severity: String = "ERROR") -> PGError {
            .server(PGError.ServerError(sqlState: state, severity: severity, message: ""))
        }
        #expect(server(.adminShutdown, "FATAL").isConnectionLoss && server(SQLState("08006")).isConnectionLoss)
        #expect(server(.tooManyConnections).isConnectionLoss && server(.idleInTransactionTimeout).isConnectionLoss)
        #expect(!server(.uniqueViolation).isConnectionLoss && !server(.queryCanceled).isConnectionLoss)
        #expect(
            PGError.timeout.isConnectionLoss && PGError.closed.isConnectionLoss && !PGError.cancelled.isConnectionLoss)
    }
}
