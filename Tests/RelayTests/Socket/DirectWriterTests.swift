import NIOCore
import NIOEmbedded
import Testing

@testable import Relay

@Suite("DirectWriter: past the channel, and in step with it", .timeLimit(.minutes(1)))
struct DirectWriterTests {
    @Test(
        "what is written past a channel neither overtakes what the channel holds nor is overtaken", arguments: [0, 3])
    func order(firstQueued: Int) async throws {
        // Far more than the kernel takes at once: writes are cut short (which it does beyond 64 KiB only, whatever its
        // buffer), wait in the channel, and wait in the outbox.
        let frames = (0..<12).map { number in
            var frame = ByteBuffer()
            frame.writeTextFrame("\(number) \(String(repeating: "x", count: [100, 200_000, 3_000][number % 3]))")
            return frame
        }
        let admission = TestAdmission(opened: { socket in
            FloodOwner(socket) {
                for (number, frame) in frames.enumerated() {
                    if number % 7 == firstQueued { socket.send(frame) } else { socket.sendAndFlush(frame) }
                }
                socket.flush()
            }
        })
        let expected = frames.flatMap { Array($0.readableBytesView) }
        try await SocketServer.run(admission, limits: SocketLimits(outboxBytes: 16 << 20, sendBufferBytes: 8 << 10)) {
            server in
            for _ in 0..<2 {
                try await server.connect { client in
                    try await client.upgrade()
                    // Twice: everything has left the channel before the second time.
                    for _ in 0..<2 {
                        try await client.send(ClientFrame(.text, "go").bytes)
                        let received = try await client.read(expected.count)
                        #expect(received == expected)
                    }
                }
            }
        }
    }

    @Test("a connection of a server has it, also right after the handshake")
    func availability() async throws {
        let admission = TestAdmission(opened: { socket in
            socket.sendText(socket.channel.flatMap(DirectWriter.init) == nil ? "no" : "yes")
            return EchoOwner(socket)
        })
        try await SocketServer.run(admission) { server in
            try await server.connect { client in
                try await client.upgrade()
                try await client.send(ClientFrame(.text, "?").bytes)
                let expected = serverFrame(.text, "yes") + serverFrame(.text, "?")
                #expect(try await client.read(expected.count) == expected)
            }
        }
    }

    @Test("a channel without a network has none")
    func embedded() throws {
        #expect(DirectWriter(EmbeddedChannel()) == nil)
    }
}

/// Does something whenever it is told to go.
private final class FloodOwner: SocketDelegate {
    private let socket: Socket
    private let go: () -> Void

    init(_ socket: Socket, go: @escaping () -> Void) { (self.socket, self.go) = (socket, go) }

    func received(text: [UInt8]) { go() }
    func received(binary: [UInt8]) {}
    func receivedPong() {}
    func drained() {}
    func closed() {}
}
