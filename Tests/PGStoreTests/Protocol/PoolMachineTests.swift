import Testing

@testable import PGStore

@Suite struct PoolMachineTests {
    typealias Machine = PoolMachine<String, String>
    let start = ContinuousClock.now

    func lines(_ actions: [Machine.Action]) -> [String] {
        actions.map { action in
            switch action {
            case .connect(let id): "connect \(id)"
            case .lease(let waiter, let id, let connection): "\(waiter) gets \(id) \(connection)"
            case .fail(let waiter, let error): "\(waiter) fails: \(error)"
            case .close(let connection): "close \(connection)"
            case .reset(let id, _): "reset \(id)"
            case .retry: "retry"
            case .drained: "drained"
            }
        }
    }

    func wait(_ machine: inout Machine, _ id: UInt64, _ waiter: String, after: Duration = .seconds(1)) -> [String] {
        lines(machine.wait(id, waiter, deadline: start + after))
    }

    @Test func connectsOnDemandAndServesInOrder() {
        var machine = Machine(maximumConnections: 1, maximumWaiters: 9)
        #expect(wait(&machine, 1, "a") == ["connect 1"])
        #expect(wait(&machine, 2, "b").isEmpty, "there is room for one only")
        #expect(machine.connecting(1) == true)
        #expect(lines(machine.connected(1, "x")) == ["a gets 1 x"])
        #expect(wait(&machine, 3, "c").isEmpty)
        #expect(machine.leaseNow() == nil, "nobody overtakes")
        #expect(lines(machine.release(1, isClean: true)) == ["b gets 1 x"])
        #expect(lines(machine.release(1, isClean: true)) == ["c gets 1 x"])
        #expect(machine.release(1, isClean: true).isEmpty)
        let lease = machine.leaseNow()
        #expect(lease?.0 == 1)
    }

    @Test func theWaitersThatAreCancelledOrOverdueAreSkipped() {
        var machine = Machine(maximumConnections: 1, maximumWaiters: 9)
        _ = wait(&machine, 1, "a")
        _ = machine.connecting(1)
        _ = machine.connected(1, "x")
        _ = wait(&machine, 2, "b", after: .seconds(1))
        _ = wait(&machine, 3, "c", after: .seconds(2))
        _ = wait(&machine, 4, "d", after: .seconds(3))
        #expect(lines(machine.cancel(3)) == ["c fails: cancelled"])
        #expect(machine.cancel(3).isEmpty)
        #expect(lines(machine.expire(now: start + .seconds(1))).count == 1)
        let next = machine.nextDeadline
        #expect(next == start + .seconds(3))
        #expect(lines(machine.release(1, isClean: true)) == ["d gets 1 x"])
    }

    @Test func tooManyWaitersAreRefused() {
        var machine = Machine(maximumConnections: 1, maximumWaiters: 1)
        _ = wait(&machine, 1, "a")
        #expect(wait(&machine, 2, "b") == ["b fails: too many callers wait for a connection"])
    }

    @Test func anOpenTransactionIsRolledBackBeforeTheNextOneGetsIt() {
        var machine = Machine(maximumConnections: 1, maximumWaiters: 9)
        _ = wait(&machine, 1, "a")
        _ = machine.connecting(1)
        _ = machine.connected(1, "x")
        _ = wait(&machine, 2, "b")
        #expect(lines(machine.release(1, isClean: false)) == ["reset 1"])
        #expect(lines(machine.reset(1, isClean: true)) == ["b gets 1 x"])
        #expect(lines(machine.release(1, isClean: false)) == ["reset 1"])
        _ = wait(&machine, 3, "c")
        #expect(lines(machine.reset(1, isClean: false)) == ["close x"])
        #expect(lines(machine.lost(1)) == ["connect 2"], "its place is free when it is closed")
    }

    @Test func aLostConnectionMakesRoomAtOnceIfIdleElseWhenGivenBack() {
        var machine = Machine(maximumConnections: 1, maximumWaiters: 9)
        _ = wait(&machine, 1, "a")
        _ = machine.connecting(1)
        _ = machine.connected(1, "x")
        _ = wait(&machine, 2, "b")
        #expect(machine.lost(1).isEmpty)
        #expect(lines(machine.release(1, isClean: false)) == ["connect 2"])
        _ = machine.connecting(2)
        #expect(lines(machine.connected(2, "y")) == ["b gets 2 y"])
        _ = machine.release(2, isClean: true)
        #expect(machine.lost(2).isEmpty)
        let lease = machine.leaseNow()
        #expect(machine.idleCount == 0 && lease == nil)
    }

    @Test func afterAFailureItWaitsBeforeTheNextAttemptAndTellsWhy() {
        var machine = Machine(maximumConnections: 2, maximumWaiters: 9)
        #expect(wait(&machine, 1, "a") == ["connect 1"])
        #expect(wait(&machine, 2, "b") == ["connect 2"])
        _ = machine.connecting(1)
        _ = machine.connecting(2)
        #expect(lines(machine.connectFailed(1, "refused")) == ["retry"])
        #expect(machine.connectFailed(2, "refused").isEmpty, "one retry for all")
        #expect(wait(&machine, 3, "c").isEmpty, "not before the retry")
        #expect(lines(machine.retry()) == ["connect 3", "connect 4"])
        let late = lines(machine.expire(now: start + .seconds(9)))
        #expect(late.count == 3 && late.allSatisfy { $0.hasSuffix("refused") })
    }

    @Test func closingWaitsForWhatIsBorrowed() {
        var machine = Machine(maximumConnections: 3, maximumWaiters: 9)
        for id in 1...3 as ClosedRange<UInt64> { _ = wait(&machine, id, "a\(id)") }
        for id in 1...2 as ClosedRange<UInt64> {
            _ = machine.connecting(id)
            _ = machine.connected(id, "c\(id)")
        }
        _ = machine.release(1, isClean: true)
        // One is idle or leased to the third waiter; take stock: 1 went to a3, 2 is leased, 3 is still only requested.
        _ = wait(&machine, 9, "late")
        #expect(lines(machine.close()) == ["late fails: the pool is closed"])
        #expect(machine.connecting(3) == false, "not wanted any more")
        #expect(wait(&machine, 10, "later") == ["later fails: the pool is closed"])
        #expect(lines(machine.release(1, isClean: true)) == ["close c1"])
        #expect(machine.lost(1).isEmpty)
        #expect(lines(machine.release(2, isClean: true)) == ["close c2"])
        #expect(lines(machine.lost(2)) == ["drained"])
    }
}
