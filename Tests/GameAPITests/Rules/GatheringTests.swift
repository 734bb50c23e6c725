import Testing

@testable import GameAPI

/// When a batch waits for company, for whom and for how long.
@Suite("Gathering mutations for a batch")
struct GatheringTests {
    private let start = ContinuousClock.now

    private func gathering(_ size: Int, waiting: Int, after duration: Duration = .milliseconds(4)) -> Gathering {
        var gathering = Gathering(enough: 16)
        gathering.ended(size, waiting: waiting, after: duration, now: start)
        return gathering
    }

    @Test("Before any batch nobody is waited for")
    func atFirst() {
        let gathering = Gathering(enough: 16)
        #expect(gathering.isOver(1, now: start))
        #expect(gathering.end(1, now: start) == nil)
    }

    @Test("Those who were answered and those who were left are waited for, but no more than are enough")
    func howMany() {
        #expect(!gathering(3, waiting: 2).isOver(4, now: start))
        #expect(gathering(3, waiting: 2).isOver(5, now: start))
        #expect(!gathering(30, waiting: 2).isOver(15, now: start))
        #expect(gathering(30, waiting: 2).isOver(16, now: start))
    }

    @Test("It lasts as long as the last batch did, and never longer than 5 ms")
    func howLong() {
        for (took, lasts) in [(2, 2), (5, 5), (6, 5), (900, 5)] {
            let gathering = gathering(3, waiting: 2, after: .milliseconds(took))
            let end = start + .milliseconds(lasts)
            #expect(gathering.end(4, now: start) == end)
            #expect(!gathering.isOver(1, now: end - .microseconds(1)))
            #expect(gathering.isOver(1, now: end))
            #expect(gathering.end(1, now: end) == nil)
        }
    }

    @Test("A lone client is not waited for, and neither is anybody when all are there")
    func nothingToWaitFor() {
        #expect(gathering(1, waiting: 0).end(0, now: start) == nil)
        #expect(gathering(1, waiting: 0).isOver(1, now: start))
        #expect(gathering(1, waiting: 16).end(16, now: start) == nil)
    }
}
