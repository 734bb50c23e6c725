import Testing

@testable import GameAPI

/// When a batch waits for company, for whom and for how long.
@Suite("Gathering mutations for a batch")
struct GatheringTests {
    private let start = ContinuousClock.now

    private func gathering(_ size: Int, waiting: Int, after duration: Duration = .milliseconds(4)) -> Gathering {
        var gathering = Gathering(enough: 16, amongOthers: 64)
        gathering.ended(size, waiting: waiting, transaction: 7, after: duration, now: start)
        return gathering
    }

    @Test("Before any batch nobody is waited for")
    func atFirst() {
        let gathering = Gathering(enough: 16, amongOthers: 64)
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

    @Test("More are enough while most batches have somebody else's transaction before them, and no longer")
    func others() {
        var gathering = gathering(80, waiting: 2)
        var transaction: Int64 = 7
        func enough(after step: Int64) -> Int {
            transaction += step
            gathering.ended(80, waiting: 2, transaction: transaction, after: .milliseconds(4), now: start)
            return (1...82).first { gathering.isOver($0, now: start) } ?? 0
        }
        let own = Array(repeating: 1, count: 4) as [Int64]
        let others = Array(repeating: 2, count: 4) as [Int64]
        #expect((own + [2] + own + others).map(enough).allSatisfy { $0 == 16 })
        #expect((others + [1, 9, 1, 1, 1]).map(enough).allSatisfy { $0 == 64 })
        #expect((own + own).map(enough).allSatisfy { $0 == 16 })
        let overtaken = [-3, 4] as [Int64]
        #expect((others + overtaken + [2, 2]).map(enough).allSatisfy { $0 == 16 })
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
