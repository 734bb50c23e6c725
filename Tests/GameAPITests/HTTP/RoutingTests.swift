import HTTPTypes
import Hummingbird
import Testing

@testable import GameAPI

@Suite struct RoutingTests {
    let harness = RouteHarness { router in
        router.get("/api/games/{game_id}") { _, context in
            Response.json("{\"id\":\(try context.id("game_id"))}")
        }
        router.patch("/api/games/{game_id}") { _, _ in Response.noContent }
        router.post("/api/games/import") { _, _ in Response.json("{}", status: .created) }
    }

    @Test(arguments: ["/api/games/7", "/api/games/7/", "/api/games/7?x=1", "/api/games/7/?x=1"])
    func aPathWorksWithAndWithoutATrailingSlash(path: String) async throws {
        let reply = try await harness.send(.get, path)
        #expect(reply.status == 200)
        #expect(reply.body == "{\"id\":7}")
    }

    @Test(arguments: ["0", "-1", "+1", "1.0", "x", "%31", "9223372036854775808", "99999999999999999999999"])
    func anIDThatIsNoneIsNamed(id: String) async throws {
        let reply = try await harness.send(.get, "/api/games/\(id)")
        #expect(reply.status == 400)
        #expect(reply.body.contains("\"code\":\"invalid_request\""))
        #expect(reply.body.contains("\"field\":\"game_id\""))
    }

    @Test(arguments: ["/api/games/7", "/api/games/7/"])
    func anotherMethodIs405WithAllow(path: String) async throws {
        for method in [HTTPRequest.Method.post, .delete, .put, .init("PROPFIND")!] {
            let reply = try await harness.send(method, path)
            #expect(reply.status == 405)
            #expect(reply.headers[.allow] == "GET, HEAD, OPTIONS, PATCH")
            #expect(reply.headers[.contentType] == "application/problem+json")
            #expect(reply.body.contains("\"code\":\"method_not_allowed\""))
        }
    }

    @Test func theMoreLiteralOfTwoPathsAnswers() async throws {
        let reply = try await harness.send(.get, "/api/games/import/")
        #expect(reply.status == 405)
        #expect(reply.headers[.allow] == "OPTIONS, POST")
    }

    @Test func optionsAreAnsweredAndHeadIsGetWithoutABody() async throws {
        let options = try await harness.send(.options, "/api/games/7/")
        #expect(options.status == 204)
        #expect(options.headers[.allow] == "GET, HEAD, OPTIONS, PATCH")
        let head = try await harness.send(.head, "/api/games/7")
        #expect(head.status == 200)
        #expect(head.headers[.contentLength] == "8")
        #expect(head.body == "")
        #expect(try await harness.send(.head, "/api/games/import").body == "")
    }

    @Test(arguments: ["/", "/api", "/api/games", "/api/games/7/8", "/nothing/"])
    func anUnknownPathIs404(path: String) async throws {
        for method in [HTTPRequest.Method.get, .post, .options] {
            let reply = try await harness.send(method, path)
            #expect(reply.status == 404)
            #expect(reply.headers[.contentType] == "application/problem+json")
            #expect(reply.body.contains("\"code\":\"not_found\""))
        }
    }

    @Test func aRequestIDIsEchoedOrMade() async throws {
        let name = RequestIdentifier.header
        let sent = String(repeating: "~", count: 128)
        #expect(try await harness.send(.get, "/api/games/7", headers: [name: sent]).headers[name] == sent)
        for bad in ["", "a b", "ä", sent + "~"] {
            let made = try #require(try await harness.send(.get, "/", headers: [name: bad]).headers[name])
            #expect(made != bad && !made.isEmpty)
        }
        let first = try await harness.send(.get, "/").headers[name]
        #expect(try await harness.send(.get, "/").headers[name] != first)
    }
}
