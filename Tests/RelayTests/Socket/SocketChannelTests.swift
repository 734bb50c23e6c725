import HTTPTypes
import NIOConcurrencyHelpers
import NIOCore
import Testing

@testable import Relay

@Suite("SocketChannel: HTTP and WebSockets on one port", .timeLimit(.minutes(1)))
struct SocketChannelTests {
    @Test("a handshake becomes a socket, and nothing else is left in the pipeline")
    func upgrade() async throws {
        try await SocketServer.run(TestAdmission()) { server in
            try await server.connect { client in
                try await client.send(RawClient.handshake)
                let head = try await client.response().head
                #expect(head.hasPrefix("HTTP/1.1 101 "))
                // The key and its answer are the RFC's (section 1.3).
                #expect(head.contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
                #expect(head.contains("\r\nUpgrade: websocket\r\n"))
                try await client.send(ClientFrame(.text, "handlers").bytes)
                #expect(try await client.read(8) == serverFrame(.text, "Socket"))
                try await client.send(ClientFrame(.close, [0x03, 0xE8]).bytes)
                #expect(try await client.read() == closeFrame(.normal))
            }
            #expect(server.routed.withLockedValue { $0.isEmpty })
        }
    }

    @Test("frames right behind the handshake are not lost")
    func earlyFrames() async throws {
        try await SocketServer.run(TestAdmission()) { server in
            try await server.connect { client in
                let frames = ClientFrame(.text, "early").bytes + ClientFrame(.text, "bird").bytes
                try await client.send(Array(RawClient.handshake.utf8) + frames)
                _ = try await client.response()
                let expected = serverFrame(.text, "early") + serverFrame(.text, "bird")
                #expect(try await client.read(expected.count) == expected)
            }
        }
    }

    @Test("an admission that takes its time: what comes meanwhile is kept")
    func slowAdmission() async throws {
        let (asked, ask) = AsyncStream.makeStream(of: EventLoopPromise<Bool>.self)
        let admission = TestAdmission { _, loop in
            let promise = loop.makePromise(of: Bool.self)
            ask.yield(promise)
            return promise.futureResult
        }
        try await SocketServer.run(admission) { server in
            var questions = asked.makeAsyncIterator()
            try await server.connect { client in
                try await client.send(RawClient.handshake)
                let promise = try #require(await questions.next())
                try await client.send(ClientFrame(.text, "hello").bytes)
                promise.succeed(true)
                #expect(try await client.response().head.hasPrefix("HTTP/1.1 101 "))
                #expect(try await client.read(7) == serverFrame(.text, "hello"))
            }
            try await server.connect { client in
                try await client.send(RawClient.handshake)
                let promise = try #require(await questions.next())
                promise.fail(ChannelError.ioOnClosedChannel)
                #expect(try await client.response().head.hasPrefix("HTTP/1.1 404 "))
            }
            // Gone before it was let in: no socket is made, and the server can stop.
            var forgotten: EventLoopPromise<Bool>?
            try await server.connect { client in
                try await client.send(RawClient.handshake)
                forgotten = await questions.next()
            }
            try #require(forgotten).succeed(true)
        }
    }

    @Test("a handshake that is refused goes to the router, without Upgrade, and is the connection's last")
    func refused() async throws {
        try await SocketServer.run(TestAdmission.refusing) { server in
            try await server.connect { client in
                try await client.send(RawClient.handshake + "GET /pipelined HTTP/1.1\r\nHost: test\r\n\r\n")
                let answer = try await client.response()
                #expect(answer.head.hasPrefix("HTTP/1.1 404 "))
                #expect(answer.head.lowercased().contains("\r\nconnection: close\r\n"))
                #expect(answer.body == "/ws/games/7")
                #expect(try await client.read() == [])
            }
            let request = try #require(server.routed.withLockedValue { $0 }.only)
            #expect(request.method == .get && request.headerFields[.upgrade] == nil)
            #expect(request.headerFields[.secWebSocketVersion] == "13")
        }
    }

    @Test(
        "what is no proper handshake for a socket goes to the router",
        arguments: [
            ("GET /ws", "POST /ws"), ("GET /ws", "GET /sw"), ("Version: 13", "Version: 8"),
            ("Version: 13", "Version: 13\r\nSec-WebSocket-Version: 14"), ("ub25jZQ==", "ub25jZ=="),
            ("ub25jZQ==", "ub25j%Q=="), ("Sec-WebSocket-Key", "Sec-WebSocket-Lock"),
            ("Upgrade: websocket", "Upgrade: h2c"),
            ("Host: test", "Content-Length: 0"), ("Host: test", "Host: test\r\nContent-Length: 2"),
            ("Host: test", "Host: test\r\nTransfer-Encoding: chunked"), ("HTTP/1.1", "HTTP/1.0"),
        ])
    func improper(_ right: String, _ wrong: String) async throws {
        try await SocketServer.run(TestAdmission()) { server in
            try await server.connect { client in
                let broken = RawClient.handshake.split(separator: right, maxSplits: 1, omittingEmptySubsequences: false)
                let body = wrong.contains("chunked") ? "2\r\n{}\r\n0\r\n\r\n" : wrong.hasSuffix("2") ? "{}" : ""
                try await client.send(broken.joined(separator: wrong) + body)
                #expect(try await client.response().head.hasPrefix("HTTP/1.1 404 "))
            }
            let request = try #require(server.routed.withLockedValue { $0 }.only)
            #expect(request.headerFields[.upgrade] == nil)
        }
    }

    @Test("other upgrades, such as curl's h2c, are answered as plain HTTP")
    func otherUpgrade() async throws {
        try await SocketServer.run(TestAdmission()) { server in
            try await server.connect { client in
                try await client.send(
                    """
                    GET /page HTTP/1.1\r\nHost: test\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\
                    HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n
                    """)
                #expect(try await client.response().body == "/page")
                #expect(try await client.read() == [])
            }
        }
    }

    @Test("a handshake after plain requests, or pipelined behind one, becomes a socket as a first one does")
    func laterHandshake() async throws {
        try await SocketServer.run(TestAdmission()) { server in
            for pipelined in [false, true] {
                try await server.connect { client in
                    let get = "GET /1 HTTP/1.1\r\nHost: test\r\n\r\n"
                    try await client.send(get + (pipelined ? get + RawClient.handshake : ""))
                    #expect(try await client.response().body == "/1")
                    if pipelined {
                        #expect(try await client.response().body == "/1")
                    } else {
                        try await client.send(RawClient.handshake)
                    }
                    #expect(try await client.response().head.hasPrefix("HTTP/1.1 101 "))
                    try await client.send(ClientFrame(.text, "handlers").bytes)
                    #expect(try await client.read(8) == serverFrame(.text, "Socket"))
                }
            }
            #expect(server.routed.withLockedValue { $0.count } == 3)
        }
    }

    @Test("where no sockets are, a handshake is a request, the first or a later one", arguments: [0, 1])
    func noAdmission(_ requests: Int) async throws {
        try await SocketServer.run { server in
            try await server.connect { client in
                for _ in 0..<requests {
                    try await client.send("GET /1 HTTP/1.1\r\nHost: test\r\n\r\n")
                    #expect(try await client.response().body == "/1")
                }
                try await client.send(RawClient.handshake)
                let answer = try await client.response()
                #expect(answer.body == "/ws/games/7")
                #expect(answer.head.lowercased().contains("\r\nconnection: close\r\n"))
            }
        }
    }

    @Test("plain HTTP keeps its connection, until a handshake that is refused")
    func keepAlive() async throws {
        try await SocketServer.run(TestAdmission.refusing) { server in
            try await server.connect { client in
                for number in 1...3 {
                    try await client.send("POST /\(number) HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\n\r\n{}")
                    let answer = try await client.response()
                    #expect(answer.body == "/\(number)")
                    #expect(!answer.head.lowercased().contains("connection: close"))
                }
                // Pipelined: the first of the two is not the last.
                try await client.send("GET /4 HTTP/1.1\r\nHost: test\r\n\r\n" + RawClient.handshake)
                let first = try await client.response()
                #expect(!first.head.lowercased().contains("connection: close"))
                let answer = try await client.response()
                #expect(answer.body == "/ws/games/7")
                #expect(answer.head.lowercased().contains("\r\nconnection: close\r\n"))
                #expect(try await client.read() == [])
            }
        }
    }

    @Test("what is not HTTP is answered 400; what says nothing is closed after the idle timeout")
    func noRequest() async throws {
        try await SocketServer.run(TestAdmission(), idleTimeout: .milliseconds(50)) { server in
            try await server.connect { client in
                try await client.send("\u{16}\u{03}\u{01} is TLS\r\n\r\n")
                #expect(try await client.response().head.hasPrefix("HTTP/1.1 400 "))
            }
            try await server.connect { client in
                let nothing = try await client.read()
                #expect(nothing == [])
            }
            try await server.connect { client in
                try await client.send("GET /half HTTP/1.1\r\n")
                #expect(try await client.read() == [])
            }
        }
    }

    @Test("a server that stops closes its sockets with 1001, and what has sent no request at once")
    func shutdown() async throws {
        try await SocketServer.run(TestAdmission()) { server in
            try await server.connect { silent in
                try await server.connect { client in
                    try await client.upgrade()
                    async let stopped: Void = server.stop()
                    #expect(try await client.read(4) == closeFrame(.goingAway))
                    try await client.send(ClientFrame(.close, [0x03, 0xE9]).bytes)
                    #expect(try await client.read() == [])
                    #expect(try await silent.read() == [])
                    try await stopped
                }
            }
        }
    }

    @Test("a client that does not read gets what was on its way, then 1013, and nothing is lost in between")
    func slowClient() async throws {
        let (closings, closed) = AsyncStream.makeStream(of: Void.self)
        let message = String(repeating: "x", count: 10_000)
        let admission = TestAdmission(opened: { socket in
            // As one that broadcasts: far more than the outbox and the kernel take.
            for _ in 0..<2_000 where !socket.isClosing {
                socket.sendText(message)
                socket.flush()
            }
            return EchoOwner(socket, onClosed: { closed.yield() })
        })
        try await SocketServer.run(admission, limits: SocketLimits(outboxBytes: 100_000)) { server in
            try await server.connect { client in
                try await client.upgrade()
                for await _ in closings { break }
                try await client.send(ClientFrame(.close, [0x03, 0xE8]).bytes)
                let received = try await client.read()
                let frame = serverFrame(.text, message)
                var rest = received[...]
                while rest.prefix(frame.count) == frame[...] { rest = rest.dropFirst(frame.count) }
                #expect(rest == closeFrame(.tryAgainLater)[...])
                #expect(rest.startIndex > 100_000, "the kernel's part")
            }
        }
    }
}

extension Array {
    /// Its element, if it has one alone.
    fileprivate var only: Element? { count == 1 ? self[0] : nil }
}

extension HTTPField.Name {
    fileprivate static var secWebSocketVersion: Self { Self("Sec-WebSocket-Version")! }
}
