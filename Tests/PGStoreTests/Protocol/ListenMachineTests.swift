import Testing

@testable import PGStore

@Suite struct ListenMachineTests {
    func note(_ payload: String, _ channel: String = "c") -> PGNotification {
        PGNotification(channel: channel, payload: payload, processID: 1)
    }

    @Test func whatComesBeforeTheAnswerIsToldAfterResumed() {
        var machine = ListenMachine(checkChannel: "check", heldLimit: 1000)
        #expect(machine.notified([note("1")]) == .ignore)
        #expect(machine.notified([note("2")]) == .ignore)
        #expect(
            machine.subscribed() == .deliver([.resumed, PGListenerEvent(note("1")), PGListenerEvent(note("2"))]))
        #expect(machine.notified([note("3")]) == .deliver([PGListenerEvent(note("3"))]))
    }

    @Test func whatIsHeldIsBounded() {
        var machine = ListenMachine(checkChannel: "check", heldLimit: 100)
        for _ in 0..<10 { _ = machine.notified([note("0123456789")]) }
        guard case .deliver(let events) = machine.subscribed() else { return #expect(Bool(false)) }
        #expect(events.first == .resumed && events.count <= 2)
    }

    @Test func aCheckThatComesBackIsGoodAndNotHandedOn() {
        var machine = ListenMachine(checkChannel: "check", heldLimit: 100)
        #expect(machine.tick() == .ignore)
        _ = machine.subscribed()
        #expect(machine.tick() == .check(payload: "1"))
        #expect(machine.notified([note("1", "check")]) == .ignore)
        #expect(machine.tick() == .check(payload: "2"))
    }

    @Test func aCheckThatDoesNotComeBackEndsIt() {
        var machine = ListenMachine(checkChannel: "check", heldLimit: 100)
        _ = machine.subscribed()
        _ = machine.tick()
        _ = machine.notified([note("0", "check")])
        guard case .giveUp = machine.tick() else { return #expect(Bool(false), "an old one does not count") }
        #expect(!machine.isListening)
        #expect(machine.notified([note("3")]) == .ignore)
        #expect(machine.lost("late") == .ignore)
    }

    @Test func whatOneReadBringsIsHandedOnAtOnceWithoutTheCheck() {
        var machine = ListenMachine(checkChannel: "check", heldLimit: 1000)
        #expect(machine.notified([note("1"), note("2")]) == .ignore)
        #expect(machine.subscribed() == .deliver([.resumed] + ["1", "2"].map { PGListenerEvent(note($0)) }))
        #expect(machine.tick() == .check(payload: "1"))
        #expect(
            machine.notified([note("3"), note("1", "check"), note("4")])
                == .deliver(["3", "4"].map { PGListenerEvent(note($0)) }))
        #expect(machine.tick() == .check(payload: "2"))
    }

    @Test func overflowLeavesOneResumedAndWhatComesAfterIt() {
        var buffer = EventBuffer(limit: 150)
        buffer.append(.resumed)
        for index in 0..<3 { buffer.append(PGListenerEvent(note("\(index)"))) }
        #expect(buffer.takeAll() == [.resumed, PGListenerEvent(note("2"))])
        #expect(buffer.overflows == 1)
        #expect(buffer.isEmpty)
        buffer.append(PGListenerEvent(note(String(repeating: "x", count: 300))))
        #expect(buffer.takeAll() == [.resumed], "too large for the buffer by itself")
    }

    @Test func whatIsTakenMakesRoom() {
        var buffer = EventBuffer(limit: 200)
        for index in 0..<1000 {
            buffer.append(PGListenerEvent(note("\(index)")))
            #expect(buffer.takeAll() == [PGListenerEvent(note("\(index)"))])
        }
        #expect(buffer.overflows == 0)
    }

    @Test func aCancelledConsumerGetsNothingMoreAndNothingIsLost() async {
        let channel = EventChannel(limit: 1000)
        channel.append([.resumed])
        channel.append([PGListenerEvent(note("1"))])
        let cancelled = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await channel.next()
        }
        #expect(await cancelled.value == nil)
        #expect(await channel.next() == [.resumed, PGListenerEvent(note("1"))])
        let waiting = Task { await channel.next() }
        waiting.cancel()
        #expect(await waiting.value == nil)
    }
}
