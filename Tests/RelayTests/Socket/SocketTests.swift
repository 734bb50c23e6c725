import NIOCore
import Testing

@testable import Relay

@Suite("Socket: messages and control frames")
struct SocketTests {
    @Test("messages come whole; what is sent in answer goes out behind the last of a batch")
    func messages() throws {
        let harness = try SocketHarness { socket, text in socket.sendText(String(decoding: text, as: UTF8.self)) }
        try harness.receive(ClientFrame(.text, "one"), ClientFrame(.text, "tw", isFinal: false))
        #expect(try harness.sent() == serverFrame(.text, "one"))
        try harness.receive(ClientFrame(.continuation, "o"), ClientFrame(.binary, [0, 255]), ClientFrame(.pong, "?"))
        #expect(harness.heard == [.text("one"), .text("two"), .binary([0, 255]), .pong])
        #expect(try harness.sent() == serverFrame(.text, "two"))
    }

    @Test("nothing is on the wire before the flush")
    func flush() throws {
        let harness = try SocketHarness()
        harness.socket.sendText("a")
        harness.socket.ping()
        #expect(try harness.sent() == [])
        harness.socket.flush()
        #expect(try harness.sent() == serverFrame(.text, "a") + serverFrame(.ping))
    }

    @Test("pings are answered in order, at once; while nothing goes out, the newest one alone")
    func pings() throws {
        let harness = try SocketHarness()
        try harness.receive(ClientFrame(.ping, "1"), ClientFrame(.ping, ""), ClientFrame(.ping, "2"))
        #expect(try harness.sent() == serverFrame(.pong, "1") + serverFrame(.pong) + serverFrame(.pong, "2"))
        harness.setWritable(false)
        for number in 0..<1_000 { try harness.receive(ClientFrame(.ping, "\(number)")) }
        #expect(try harness.sent() == [])
        harness.setWritable(true)
        #expect(try harness.sent() == serverFrame(.pong, "999"))
    }

    @Test("a slow client's frames wait, keep their order, and drained() says when they are gone")
    func slowClient() throws {
        let harness = try SocketHarness()
        harness.setWritable(false)
        harness.socket.sendText("a")
        harness.socket.sendText("b")
        harness.socket.flush()
        #expect(try harness.sent() == [])
        #expect(!harness.socket.isDrained)
        harness.setWritable(true)
        #expect(try harness.sent() == serverFrame(.text, "a") + serverFrame(.text, "b"))
        #expect(harness.socket.isDrained)
        #expect(harness.owner.heard == [], "only in a later turn of the loop")
        #expect(harness.heard == [.drained])
        harness.setWritable(false)
        harness.setWritable(true)
        #expect(harness.heard == [.drained], "nothing had to wait")
    }

    @Test("a client that is too slow is sent away with 1013, and what waits for it is dropped")
    func overflow() throws {
        let harness = try SocketHarness(outboxBytes: 1_000)
        harness.setWritable(false)
        let frames = ByteBuffer(repeating: 7, count: 400)
        harness.socket.send(frames)
        harness.socket.send(frames)
        #expect(harness.socket.waitingBytes >= 800)
        #expect(!harness.socket.isClosing)
        harness.socket.send(frames)
        #expect(harness.socket.isClosing)
        #expect(harness.socket.waitingBytes == 0)
        #expect(harness.owner.heard == [], "only in a later turn of the loop")
        #expect(harness.heard == [.closed])
        #expect(try harness.sent() == closeFrame(.tryAgainLater))
        harness.setWritable(true)
        harness.socket.send(frames)
        harness.socket.flush()
        #expect(try harness.sent() == [])
        harness.advance(.seconds(29))
        #expect(!harness.isClosed)
        harness.advance(.seconds(1))
        #expect(harness.isClosed)
        #expect(harness.heard == [.closed])
    }

    @Test("many small frames are no way around the limit")
    func smallFrames() throws {
        let harness = try SocketHarness(outboxBytes: 10_000)
        harness.setWritable(false)
        var count = 0
        while !harness.socket.isClosing, count < 10_000 {
            harness.socket.ping()
            count += 1
        }
        #expect(count < 200)
    }
}
