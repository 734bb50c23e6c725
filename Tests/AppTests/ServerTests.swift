import GameAPI
import Hummingbird
import NIOCore
import Testing

@testable import App

@Suite struct ServerTests {
    @Test func operatorsAreAnswered() async throws {
        try await RunningServer.run(.init(), .stub()) { server in
            #expect(try await server.get("/api/health/live").hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(try await server.get("/api/health/ready/").contains("{\"status\":\"ready\"}"))
            #expect(try await server.get("/openapi.yaml").contains("application/yaml"))
            #expect(try await server.get("/openapi.yaml").hasSuffix("openapi: 3"))
            #expect(try await server.get("/asyncapi.yaml").hasSuffix("asyncapi: 3"))
            let metrics = try await server.get("/metrics")
            #expect(metrics.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
            #expect(
                metrics.contains(
                    "podium_http_requests_total{method=\"GET\",route=\"/api/health/live\",status=\"200\"} 1\n"))
        }
    }

    @Test func anAddressThatIsTakenIsTold() async throws {
        try await RunningServer.run(.init(), .stub()) { server in
            let error = await #expect(throws: StartError.self) {
                try await RunningServer.run([.port: "\(server.port)"], .stub()) { _ in }
            }
            #expect(error?.description == "cannot listen on http://127.0.0.1:\(server.port): Address already in use")
        }
    }

    @Test func aServerIsNotReadyWhileItsBackendIsNot() async throws {
        try await RunningServer.run(.init(), .stub(isReady: { .notReady("The database is away.") })) { server in
            let reply = try await server.get("/api/health/ready")
            #expect(reply.hasPrefix("HTTP/1.1 503 "))
            #expect(reply.contains("Retry-After: 1\r\n"))
            #expect(reply.contains("\"detail\":\"The database is away.\",\"code\":\"not_ready\""))
            #expect(try await server.get("/api/health/live").hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func metricsCanBeTurnedOffAndARelayHasNoGames() async throws {
        let backend = Backend.stub(addRoutes: { router in router.get("/api/games") { _, _ in Response(status: .ok) } })
        try await RunningServer.run([.metrics: "off", .role: "relay"], backend) { server in
            let replies = [
                try await server.get("/metrics"), try await server.get("/api/games"),
                try await server.get("/api/health/live"),
            ]
            #expect(replies.map { $0.prefix(12) } == ["HTTP/1.1 404", "HTTP/1.1 404", "HTTP/1.1 200"])
        }
        try await RunningServer.run([.role: "api"], backend) { server in
            let reply = try await server.get("/api/games")
            #expect(reply.hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func requestsInFlightAreAnsweredAtTheEnd() async throws {
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        let (stopping, stop) = AsyncStream.makeStream(of: Void.self)
        let backend = Backend.stub(addRoutes: { router in
            router.get("/slow") { _, _ in
                beginning.yield()
                for await _ in stopping { break }
                return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: "done")))
            }
        })
        try await RunningServer.run(.init(), backend, stopping: stop) { server in
            async let reply = server.get("/slow")
            for await _ in begun { break }
            await server.application.stop()
            let answered = try await reply
            #expect(answered.hasSuffix("done"))
            #expect(server.application.gate.isStopping)
        }
    }

    @Test func whileItLooksAwayAServerIsNotReadyButServes() async throws {
        let (stopping, stop) = AsyncStream.makeStream(of: Void.self)
        let backend = Backend.stub(addRoutes: { router in router.get("/api/games") { _, _ in Response(status: .ok) } })
        // The shutdown's time ends the delay, which would outlast any test.
        try await RunningServer.run(
            [.shutdownTimeout: "1"], backend, stopping: stop, shutdownDelay: .seconds(600)
        ) { server in
            await server.application.stop()
            for await _ in stopping { break }
            let (ready, games) = (try await server.get("/api/health/ready"), try await server.get("/api/games"))
            #expect(ready.contains("The server is stopping."))
            #expect(games.hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func aRequestThatNeverEndsDoesNotHoldUpTheEnd() async throws {
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        let backend = Backend.stub(addRoutes: { router in
            router.get("/endless") { _, _ in
                beginning.yield()
                try await Task.sleep(for: .seconds(3_600))
                return Response(status: .ok)
            }
        })
        try await RunningServer.run([.shutdownTimeout: "1"], backend) { server in
            async let reply = server.get("/endless")
            for await _ in begun { break }
            await server.application.stop()
            _ = try? await reply
        }
    }
}
