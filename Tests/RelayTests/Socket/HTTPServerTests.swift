import HTTPTypes
import HummingbirdCore
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import Testing

@testable import Relay

@Suite("SocketChannel: plain HTTP", .timeLimit(.minutes(1)))
struct HTTPServerTests {
    @Test(
        "the connection is kept or closed as the request asks",
        arguments: [
            ("HTTP/1.1\r\n", true), ("HTTP/1.1\r\nConnection: close\r\n", false), ("HTTP/1.0\r\n", false),
            ("HTTP/1.0\r\nConnection: keep-alive\r\n", true),
        ])
    func keepAlive(_ head: String, _ isKept: Bool) async throws {
        try await SocketServer.run { server in
            try await server.connect { client in
                try await client.send("GET /1 \(head)Host: test\r\n\r\n")
                let answer = try await client.response()
                #expect(answer.body == "/1")
                #expect(answer.head.contains("\r\nDate: "))
                #expect(answer.head.contains("\r\nConnection: close\r\n") == !isKept)
                if isKept {
                    try await client.send("GET /2 HTTP/1.1\r\nHost: test\r\n\r\n")
                    #expect(try await client.response().body == "/2")
                } else {
                    #expect(try await client.read() == [])
                }
            }
        }
    }

    @Test("a client that ends its side gets its answers, then the connection ends", arguments: [1, 2])
    func halfClosed(_ count: Int) async throws {
        try await SocketServer.run { server in
            try await server.connect { client in
                for number in 1...count { try await client.send("GET /\(number) HTTP/1.1\r\nHost: test\r\n\r\n") }
                client.finish()
                for number in 1...count { #expect(try await client.response().body == "/\(number)") }
                #expect(try await client.read() == [])
            }
        }
    }

    @Test("a body that comes later is handed on as it comes")
    func streamedBody() async throws {
        let (begun, begin) = AsyncStream.makeStream(of: Int.self)
        let answer: @Sendable (Request) async throws -> String = { request in
            var text = ""
            for try await bytes in request.body {
                text += String(buffer: bytes)
                begin.yield(text.utf8.count)
            }
            return text
        }
        try await SocketServer.run(answer: answer) { server in
            var counts = begun.makeAsyncIterator()
            try await server.connect { client in
                try await client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\n")
                for (part, count) in [("one", 3), ("two", 6)] {
                    try await client.send(part)
                    #expect(await counts.next() == count)
                }
                try await client.send("end")
                #expect(try await client.response().body == "onetwoend")
            }
        }
    }

    @Test("a client that waits with its body is told to send it once it is wanted, and only then")
    func invitedBody() async throws {
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let answer: @Sendable (Request) async throws -> String = { request in
            if request.uri.path == "/unwanted" { return "no" }
            var body = request.body.makeAsyncIterator()
            begin.yield()
            return try await body.next().map { String(buffer: $0) } ?? ""
        }
        try await SocketServer.run(answer: answer) { server in
            try await server.connect { client in
                let rest = "HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\nExpect: 100-Continue\r\n\r\n"
                try await client.send("POST /wanted \(rest)")
                let invitation = "HTTP/1.1 100 Continue\r\n\r\n"
                #expect(try await client.read(invitation.utf8.count) == Array(invitation.utf8))
                try await client.send("body")
                #expect(try await client.response().body == "body")
                try await client.send("POST /wanted \(rest)body")
                #expect(try await client.response().body == "body", "it did not wait")
                // Pipelined: nothing more comes before the invitation.
                try await client.send("POST /wanted \(rest)bodyPOST /wanted \(rest)")
                #expect(try await client.response().body == "body")
                #expect(try await client.read(invitation.utf8.count) == Array(invitation.utf8))
                try await client.send("body")
                #expect(try await client.response().body == "body")
                // Nobody knows whether the body of this one still comes: the connection ends.
                try await client.send("POST /unwanted \(rest)")
                #expect(try await client.response().body == "no")
                #expect(try await client.read() == [])
            }
            try await server.connect { client in
                let old = "POST /wanted HTTP/1.0\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"
                var readings = begun.makeAsyncIterator()
                for _ in 0..<4 { await readings.next() }
                try await client.send(old)
                await readings.next()
                try await client.send("body")
                #expect(try await client.response().body == "body", "HTTP/1.0 has no invitations")
            }
        }
    }

    @Test(
        "a request that stops being HTTP in its body is answered 400, and not as a request", arguments: [false, true])
    func brokenRequest(_ isPipelined: Bool) async throws {
        try await SocketServer.run { server in
            try await server.connect { client in
                let before = !isPipelined ? "" : "GET /1 HTTP/1.1\r\nHost: test\r\n\r\n"
                let head = "DELETE /2 HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
                try await client.send(before + head + "1\r\nx\r\nZZZ\r\n\r\n")
                if isPipelined { #expect(try await client.response().body == "/1") }
                #expect(try await client.response().head.hasPrefix("HTTP/1.1 400 "))
                client.finish()
                #expect(try await client.read() == [])
            }
            #expect(server.routed.withLockedValue { $0.allSatisfy { $0.method == .get } })
        }
    }

    @Test("a body longer than what is read at a time arrives whole", arguments: [1, 100, 1_000])
    func longBody(_ kilobytes: Int) async throws {
        let answer: @Sendable (Request) async throws -> String = { request in
            let body = try await request.body.collect(upTo: .max)
            return "\(body.readableBytes) \(body.readableBytesView.reduce(0) { ($0 &* 31) &+ Int($1) })"
        }
        let bytes = (0..<kilobytes << 10).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try await SocketServer.run(answer: answer) { server in
            try await server.connect { client in
                for _ in 1...2 {
                    try await client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: \(bytes.count)\r\n\r\n")
                    try await client.send(bytes)
                    let expected = "\(bytes.count) \(bytes.reduce(0) { ($0 &* 31) &+ Int($1) })"
                    #expect(try await client.response().body == expected)
                }
            }
        }
    }

    @Test(
        "what stops being HTTP within a body is answered 400, and whoever reads it is told", arguments: [true, false])
    func brokenBody(_ comesWithHead: Bool) async throws {
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let errors = NIOLockedValueBox<[any Error]>([])
        let answer: @Sendable (Request) async throws -> String = { request in
            begin.yield()
            do {
                return String(buffer: try await request.body.collect(upTo: 100))
            } catch {
                errors.withLockedValue { $0.append(error) }
                throw error
            }
        }
        try await SocketServer.run(answer: answer) { server in
            try await server.connect { client in
                let head = "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
                if comesWithHead {
                    try await client.send(head + "no chunk\r\n")
                } else {
                    try await client.send(head)
                    for await _ in begun { break }
                    try await client.send("no chunk\r\n")
                }
                let answer = try await client.response()
                #expect(answer.head.hasPrefix("HTTP/1.1 400 "))
                #expect(answer.head.contains("\r\nConnection: close\r\n"))
                #expect(try await client.read() == [])
                guard !comesWithHead else { return }
                #expect(errors.withLockedValue { $0.map { $0 is HTTPParserError } } == [true])
            }
        }
    }

    @Test("a client that goes away within a body leaves nobody waiting")
    func goneWithinBody() async throws {
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        let answer: @Sendable (Request) async throws -> String = { request in
            begin.yield()
            defer { end.yield() }
            return String(buffer: try await request.body.collect(upTo: 100))
        }
        try await SocketServer.run(answer: answer) { server in
            try await server.connect { client in
                try await client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\n")
                for await _ in begun { break }
            }
            for await _ in ended { break }
        }
    }

    @Test("a request that is being answered when the server stops gets its response, and the connection ends")
    func stopping() async throws {
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        let answer: @Sendable (Request) async throws -> String = { _ in
            begin.yield()
            for await _ in released { break }
            return "done"
        }
        try await SocketServer.run(answer: answer) { server in
            try await server.connect { silent in
                try await server.connect { client in
                    try await client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
                    for await _ in begun { break }
                    async let stopped: Void = server.stop()
                    // Closed because the server stops.
                    #expect(try await silent.read() == [])
                    release.yield()
                    #expect(try await client.response().body == "done")
                    #expect(try await client.read() == [])
                    try await stopped
                }
            }
        }
    }

    @Test("a handler's error is answered 500, and the connection goes on")
    func error() async throws {
        struct Fault: Error {}
        let answer: @Sendable (Request) async throws -> String = { request in
            if request.uri.path == "/fault" { throw Fault() }
            return "fine"
        }
        try await SocketServer.run(answer: answer) { server in
            try await server.connect { client in
                try await client.send("GET /fault HTTP/1.1\r\nHost: test\r\n\r\nGET / HTTP/1.1\r\nHost: test\r\n\r\n")
                #expect(try await client.response().head.hasPrefix("HTTP/1.1 500 "))
                #expect(try await client.response().body == "fine")
            }
        }
    }
}
