import Testing

@testable import Relay

@Suite struct BacklogTests {
    @Test func whatDoesNotFitIsDroppedUntilTheShardReads() {
        let backlog = Backlog(limit: 10)
        #expect(backlog.add(6) == .taken)
        #expect(backlog.add(5) == .overflow)
        #expect(backlog.add(1) == .dropped)
        backlog.remove(6)
        #expect(backlog.add(1) == .dropped)
        backlog.recover()
        #expect(backlog.add(10) == .taken)
    }
}
