import Testing

@testable import PGStore

@Suite struct PipelineCancelTests {
    typealias Machine = PipelineMachine<String, Int>
    let start = ContinuousClock.now
    let stopped = PGError.ServerError(sqlState: .queryCanceled, message: "canceling statement")

    func machine(_ tags: String..., deadline: Duration? = nil, sending: Bool = true) -> Machine {
        var machine = Machine()
        for (index, tag) in tags.enumerated() {
            machine.enqueue(
                id: UInt64(index + 1), calls: [PGCall(unprepared: tag)], tag: tag, deadline: deadline.map { start + $0 }
            )
        }
        while sending, machine.nextSend() != nil {}
        return machine
    }

    @Test func whatWasNotSentIsDropped() {
        var machine = machine("a", sending: false)
        guard case .dropped("a") = machine.cancel(1) else { return #expect(Bool(false), "must be dropped") }
        #expect(machine.isIdle)
        guard case .ignore = machine.cancel(1) else { return #expect(Bool(false), "a late cancel is normal") }
    }

    @Test func theOnlyOneInFlightIsSignalledAndNothingIsSentMeanwhile() {
        var machine = machine("a")
        guard case .signal = machine.cancel(1) else { return #expect(Bool(false), "must be signalled") }
        machine.enqueue(id: 9, calls: [PGCall(unprepared: "b")], tag: "b", deadline: nil)
        #expect(machine.nextSend() == nil, "the signal is under way")
        _ = machine.received(.failed(stopped))
        _ = machine.received(.end)
        guard case .completed("a", .failure(.cancelled)) = machine.received(.sync) else {
            return #expect(Bool(false), "57014 is a cancellation")
        }
        #expect(machine.nextSend() == nil, "the signal is still under way and would hit b")
        #expect(machine.signalDelivered() == false, "nothing is left to signal")
        #expect(machine.nextSend() != nil)
    }

    @Test func aSignalThatCameTooEarlyIsSentAgain() {
        var machine = machine("a")
        _ = machine.cancel(1)
        #expect(machine.signalDelivered() == true, "it still runs")
        machine.enqueue(id: 9, calls: [PGCall(unprepared: "b")], tag: "b", deadline: nil)
        #expect(machine.nextSend() == nil, "between two signals")
        #expect(machine.beginSignal() == true)
        #expect(machine.beginSignal() == false, "one at a time")
    }

    @Test func aNeighbourInFlightIsNeverHit() {
        var machine = machine("a", "b")
        guard case .wait = machine.cancel(1) else { return #expect(Bool(false), "b would be hit") }
        guard case .signal = machine.cancel(2) else { return #expect(Bool(false), "both are to end") }
    }

    @Test func theLastOneWaitsForItsNeighbourAndIsThenSignalled() {
        var machine = machine("a", "b")
        guard case .wait = machine.cancel(2) else { return #expect(Bool(false), "a would be hit") }
        machine.enqueue(id: 9, calls: [PGCall(unprepared: "c")], tag: "c", deadline: nil)
        #expect(machine.nextSend() == nil, "c would be in the way of the signal")
        #expect(machine.beginSignal() == false)
        for answer in [Machine.Answer.rows(1), .end, .sync] { _ = machine.received(answer) }
        #expect(machine.beginSignal() == true, "b is alone now")
    }

    @Test func aCancelledGroupThatSucceedsHasSucceeded() {
        var machine = machine("a")
        _ = machine.cancel(1)
        _ = machine.received(.rows(7))
        _ = machine.received(.end)
        guard case .completed("a", .success([7])) = machine.received(.sync) else {
            return #expect(Bool(false), "the real outcome")
        }
    }

    @Test func statementTimeoutIsNotACancellation() {
        var machine = machine("a")
        _ = machine.received(.failed(stopped))
        _ = machine.received(.end)
        guard case .completed("a", .failure(.server)) = machine.received(.sync) else {
            return #expect(Bool(false), "nobody cancelled it")
        }
    }

    @Test func overdueInFlightClosesAndOverdueUnsentIsDropped() {
        var sent = machine("a", deadline: .seconds(1))
        guard case .dropped(let none) = sent.expire(now: start), none.isEmpty else {
            return #expect(Bool(false), "not yet")
        }
        guard case .close = sent.expire(now: start + .seconds(1)) else { return #expect(Bool(false), "overdue") }
        var unsent = machine("a", "b", deadline: .seconds(1), sending: false)
        guard case .dropped(let tags) = unsent.expire(now: start + .seconds(1)) else {
            return #expect(Bool(false), "nothing was sent")
        }
        #expect(tags == ["a", "b"] && unsent.isIdle)
    }

    @Test func theNextDeadlineIsTheEarliest() {
        var machine = machine("a", deadline: .seconds(5))
        machine.enqueue(id: 9, calls: [PGCall(unprepared: "b")], tag: "b", deadline: start + .seconds(2))
        #expect(machine.nextDeadline == start + .seconds(2))
        machine.limitInFlight(to: start + .seconds(1))
        #expect(machine.nextDeadline == start + .seconds(1))
    }
}
