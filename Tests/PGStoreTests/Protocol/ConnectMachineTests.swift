import Testing

@testable import PGStore

@Suite struct ConnectMachineTests {
    let start = ContinuousClock.now

    @Test func aHostThatAnswersIsTakenStepByStep() {
        var machine = ConnectMachine(hosts: 1, deadline: start + .seconds(2))
        #expect(machine.begin(now: start) == .start(host: 0, deadline: start + .seconds(2)))
        #expect(machine.polled(.writing, attempt: 0, now: start) == .wait(.write))
        #expect(machine.ready(attempt: 0) == .poll)
        #expect(machine.polled(.reading, attempt: 0, now: start) == .wait(.read))
        #expect(machine.ready(attempt: 0) == .poll)
        #expect(machine.polled(.connected, attempt: 0, now: start) == .finished)
        #expect(machine.timedOut(attempt: 0, now: start) == .ignore, "a late timer is normal")
    }

    @Test func aHostThatRefusesIsFollowedByTheNext() {
        var machine = ConnectMachine(hosts: 2, deadline: start + .seconds(2))
        #expect(machine.begin(now: start) == .start(host: 0, deadline: start + .seconds(1)))
        let next = machine.polled(.failed("refused"), attempt: 0, now: start)
        #expect(next == .start(host: 1, deadline: start + .seconds(2)), "the second may use what the first has left")
        #expect(
            machine.polled(.failed("read-only"), attempt: 1, now: start)
                == .fail(.connectionFailed("refused; read-only")))
    }

    @Test func aHostThatIsSilentHasItsShareOfTheTimeOnly() {
        var machine = ConnectMachine(hosts: 2, deadline: start + .seconds(2))
        _ = machine.begin(now: start)
        _ = machine.polled(.writing, attempt: 0, now: start)
        let now = start + .seconds(1)
        #expect(machine.timedOut(attempt: 0, now: now) == .start(host: 1, deadline: start + .seconds(2)))
        #expect(machine.polled(.connected, attempt: 0, now: now) == .ignore, "it was given up")
        #expect(machine.ready(attempt: 0) == .ignore)
        #expect(
            machine.timedOut(attempt: 1, now: start + .seconds(2))
                == .fail(.connectionFailed("no answer in time; no answer in time")))
    }

    @Test func cancellingEndsIt() {
        var machine = ConnectMachine(hosts: 2, deadline: start + .seconds(2))
        _ = machine.begin(now: start)
        #expect(machine.cancel() == .fail(.cancelled))
        #expect(machine.cancel() == .ignore)
        #expect(machine.polled(.connected, attempt: 0, now: start) == .ignore)
    }
}
