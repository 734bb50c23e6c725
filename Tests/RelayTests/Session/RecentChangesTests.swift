import Testing

@testable import Relay

@Suite struct RecentChangesTests {
    func ring(after revision: Int64, _ sizes: [Int], count: Int = 4, bytes: Int = 100) -> RecentChanges<Int64> {
        var ring = RecentChanges<Int64>(after: revision, maximumCount: count, maximumBytes: bytes)
        for (index, size) in sizes.enumerated() {
            let revision = revision + Int64(index) + 1
            ring.append(LoggedFrame(revision: revision, frame: revision, bytes: size))
        }
        return ring
    }

    @Test func holdsWhatFollowsItsStart() {
        let ring = ring(after: 7, [1, 1, 1])
        #expect(ring.start == 7 && ring.end == 10 && ring.count == 3 && ring.bytes == 3)
        #expect(ring.frames(after: 7) == [8, 9, 10])
        #expect(ring.frames(after: 9) == [10])
        #expect(ring.frames(after: 10).isEmpty)
        #expect(!ring.covers(6) && ring.covers(7) && ring.covers(10) && !ring.covers(11))
    }

    @Test func theOldestMakeRoom() {
        let ring = ring(after: 0, [1, 1, 1, 1, 1, 1])
        #expect(ring.start == 2 && ring.end == 6)
        #expect(ring.frames(after: 2) == [3, 4, 5, 6])
    }

    @Test func bytesAreCountedToo() {
        #expect(ring(after: 0, [40, 40, 40]).frames(after: 1) == [2, 3])
        #expect(ring(after: 0, [40, 40, 20]).start == 0, "just full")
    }

    @Test func aChangeLargerThanAllIsNotHeld() {
        var ring = ring(after: 0, [10, 101])
        #expect(ring.start == 2 && ring.end == 2 && ring.bytes == 0)
        #expect(ring.covers(2) && !ring.covers(1))
        ring.append(LoggedFrame(revision: 3, frame: 3, bytes: 1))
        #expect(ring.frames(after: 2) == [3])
    }
}
