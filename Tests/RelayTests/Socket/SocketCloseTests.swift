import NIOCore
import NIOEmbedded
import Testing

@testable import Relay

@Suite("Socket: the end of a connection")
struct SocketCloseTests {
    @Test("the peer closes: the same code back, then our side, then the connection")
    func peerCloses() throws {
        let harness = try SocketHarness()
        try harness.receive(ClientFrame(.close, [0x0F, 0xA1] + Array("bye".utf8)), ClientFrame(.text, "too late"))
        #expect(harness.heard == [.closed])
        #expect(try harness.sent() == closeFrame(CloseCode(rawValue: 4001)))
        #expect(harness.isOutputClosed && !harness.isClosed)
        try harness.receive(ClientFrame(.text, "later still"))
        harness.endInput()
        #expect(harness.isClosed)
        #expect(harness.heard == [.closed])
    }

    @Test("a close without a code is answered without one")
    func withoutCode() throws {
        let harness = try SocketHarness()
        try harness.receive(ClientFrame(.close, ""))
        #expect(try harness.sent() == [0x88, 0x00])
    }

    @Test("a peer that does not end the connection is cut off after 5 s")
    func peerLingers() throws {
        let harness = try SocketHarness()
        try harness.receive(ClientFrame(.close, [0x03, 0xE8]))
        harness.advance(.milliseconds(4_999))
        #expect(!harness.isClosed)
        harness.advance(.milliseconds(1))
        #expect(harness.isClosed)
    }

    @Test(
        "a peer that breaks the protocol hears why, and nothing more is read from it",
        arguments: [
            ([0x81, 0x01, 0x61], .protocolError),
            (ClientFrame(.text, [0xC0]).bytes, .invalidPayload),
            (Array(ClientFrame(.text, [UInt8](repeating: 97, count: 101)).bytes.prefix(6)), .messageTooBig),
        ] as [([UInt8], CloseCode)])
    func fault(bytes: [UInt8], code: CloseCode) throws {
        let harness = try SocketHarness()
        try harness.receive(ClientFrame(.text, "before").bytes + bytes + ClientFrame(.text, "after").bytes)
        #expect(harness.heard == [.text("before"), .closed])
        #expect(try harness.sent() == closeFrame(code))
        #expect(harness.isOutputClosed && !harness.isClosed)
        harness.endInput()
        #expect(harness.isClosed)
    }

    @Test("our close waits for the peer's, and only for that")
    func ownClose() throws {
        let harness = try SocketHarness()
        harness.socket.sendText("last")
        harness.socket.close(.goingAway)
        harness.socket.close(.normal)
        harness.socket.sendText("too late")
        #expect(harness.socket.isClosing)
        #expect(harness.heard == [.closed])
        #expect(try harness.sent() == serverFrame(.text, "last") + closeFrame(.goingAway))
        try harness.receive(ClientFrame(.text, "crossed"), ClientFrame(.ping, "?"))
        #expect(!harness.isOutputClosed)
        try harness.receive(ClientFrame(.close, [0x03, 0xE9]))
        #expect(try harness.sent() == [])
        #expect(harness.isOutputClosed && !harness.isClosed)
        harness.endInput()
        #expect(harness.isClosed)
        #expect(harness.heard == [.closed])
    }

    @Test("a peer that does not answer our close is cut off after 5 s")
    func unanswered() throws {
        let harness = try SocketHarness()
        harness.socket.close(.normal)
        harness.advance(.milliseconds(4_999))
        #expect(!harness.isClosed)
        harness.advance(.milliseconds(1))
        #expect(harness.isClosed)
    }

    @Test("closed by its owner while it reads, it hands on nothing more")
    func closedFromWithin() throws {
        let harness = try SocketHarness { socket, _ in socket.close(.policyViolation, reason: "one is enough") }
        try harness.receive(ClientFrame(.text, "one"), ClientFrame(.text, "two"), ClientFrame(.pong, ""))
        #expect(harness.heard == [.text("one"), .closed])
        #expect(
            try harness.sent()
                == [0x88, 15] + FrameWriter.closePayload(.policyViolation, reason: "one is enough"))
    }

    @Test("what waits for a slow client is dropped by a close")
    func closeWhileSlow() throws {
        let harness = try SocketHarness()
        harness.setWritable(false)
        harness.socket.sendText("waits")
        try harness.receive(ClientFrame(.ping, "waits"))
        harness.socket.close(.goingAway)
        harness.setWritable(true)
        #expect(try harness.sent() == closeFrame(.goingAway))
        #expect(harness.heard == [.closed])
    }

    @Test("a peer that goes without a word")
    func gone() throws {
        let halfClosed = try SocketHarness()
        halfClosed.endInput()
        #expect(halfClosed.isClosed)
        #expect(halfClosed.heard == [.closed])

        let reset = try SocketHarness()
        reset.channel.pipeline.fireErrorCaught(IOError(errnoCode: 104, reason: "read"))
        #expect(reset.isClosed)
        #expect(reset.heard == [.closed])
        reset.socket.sendText("nobody hears it")
        reset.socket.flush()
        reset.socket.close(.normal)
        #expect(reset.heard == [.closed])
    }

    @Test("a server that stops says 1001")
    func quiescing() throws {
        let harness = try SocketHarness()
        harness.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(try harness.sent() == closeFrame(.goingAway))
        #expect(harness.heard == [.closed])
    }

    @Test("after its end nothing holds the socket or its owner")
    func memory() throws {
        weak var socket: Socket?
        weak var owner: RecordingOwner?
        do {
            let harness = try SocketHarness()
            (socket, owner) = (harness.socket, harness.owner)
            harness.socket.close(.normal)
            harness.endInput()
            #expect(harness.isClosed)
            harness.channel.embeddedEventLoop.run()
        }
        #expect(socket == nil)
        #expect(owner == nil)
    }
}
