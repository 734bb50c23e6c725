import Testing

@testable import Relay

@Suite("Outbox: bounded in bytes")
struct OutboxTests {
    @Test("first in, first out; the bytes are counted")
    func order() {
        var outbox = Outbox<String>(limit: 10)
        #expect(outbox.append("a", bytes: 4) == .queued)
        #expect(outbox.append("b", bytes: 6) == .queued)
        #expect(outbox.bytes == 10)
        #expect(outbox.popFirst() == "a")
        #expect(outbox.bytes == 6)
        #expect(outbox.append("c", bytes: 4) == .queued)
        #expect([outbox.popFirst(), outbox.popFirst(), outbox.popFirst()] == ["b", "c", nil])
        #expect(outbox.isEmpty && outbox.bytes == 0)
    }

    @Test("what does not fit overflows, and changes nothing")
    func overflow() {
        var outbox = Outbox<Int>(limit: 10)
        #expect(outbox.append(1, bytes: 10) == .queued)
        #expect(outbox.append(2, bytes: 1) == .overflow)
        #expect(outbox.count == 1 && outbox.bytes == 10)
    }

    @Test("an empty one takes a frame of any size, and nothing behind it")
    func oversize() {
        var outbox = Outbox<Int>(limit: 10)
        #expect(outbox.append(1, bytes: 1_000) == .queued)
        #expect(outbox.append(2, bytes: 0) == .overflow)
        #expect(outbox.popFirst() == 1)
        #expect(outbox.append(2, bytes: 0) == .queued)
    }

    @Test("emptied, it keeps nothing of what it held")
    func memory() {
        final class Frame {}
        var outbox = Outbox<Frame>(limit: 10)
        weak var held: Frame?
        do {
            let frame = Frame()
            held = frame
            #expect(outbox.append(frame, bytes: 1) == .queued)
        }
        #expect(held != nil)
        outbox.removeAll()
        #expect(held == nil)
        #expect(outbox.isEmpty && outbox.bytes == 0)
    }
}
