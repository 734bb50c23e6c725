import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import GameAPI

@Suite struct AuthenticationTests {
    private func harness(
        _ rule: AuthenticationMiddleware.Rule, adminToken: String? = nil, isOpen: Bool = false, rate: Int = 0
    ) async throws -> (RouteHarness, TokenAuthority) {
        let authority = try await TokenAuthority(secret: TokenAuthorityTests.secret)
        let authenticator = Authenticator(authority: authority, adminToken: adminToken, isOpen: isOpen)
        let limiter = RateLimiter(token: RateLimit(rate: rate), address: RateLimit(rate: 0))
        let harness = RouteHarness { router in
            let group = router.group("/api")
                .add(middleware: AuthenticationMiddleware(authenticator, rule))
                .add(middleware: RateLimitMiddleware(limiter))
            group.post("/games/{game_id}") { _, context in
                let game = try context.id("game_id")
                try context.requireMutate(game)
                return Response.json("\"\(context.actor.name)\"")
            }
            group.get("/games/{game_id}") { _, context in
                try context.requireRead(try context.id("game_id"))
                return Response.json("\"\(context.actor.name)\"")
            }
            group.post("/open") { _, context in Response.json("\"\(context.actor.name)\"") }
        }
        return (harness, authority)
    }

    private func bearer(_ token: String) -> HTTPFields { [.authorization: "Bearer \(token)"] }

    @Test func aTokenOpensItsOwnGame() async throws {
        let (harness, authority) = try await harness(.required)
        let host = try await authority.issue(.host(7))
        let board = try await authority.issue(.board(7))
        #expect(try await harness.send(.post, "/api/games/7", headers: bearer(host)).body == "\"host\"")
        #expect(try await harness.send(.get, "/api/games/7", headers: bearer(board)).body == "\"board\"")
        let foreign = try await harness.send(.post, "/api/games/8", headers: bearer(host))
        #expect(foreign.status == 403)
        #expect(foreign.body.contains("\"code\":\"forbidden\""))
        #expect(try await harness.send(.post, "/api/games/7", headers: bearer(board)).status == 403)
    }

    @Test func withoutAGoodTokenItIs401() async throws {
        let (harness, authority) = try await harness(.required)
        let host = try await authority.issue(.host(7))
        for headers in [
            [:], bearer("x"), bearer(host + "x"), [.authorization: "Basic \(host)"], [.authorization: "Bearer "],
        ]
            as [HTTPFields]
        {
            let reply = try await harness.send(.get, "/api/games/7", headers: headers)
            #expect(reply.status == 401)
            #expect(reply.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
            #expect(reply.body.contains("\"code\":\"unauthorized\""))
        }
        #expect(try await harness.send(.get, "/api/games/x").status == 401)
    }

    @Test(arguments: ["bearer", "BEARER", "Bearer "])
    func theSchemeIsWrittenInAnyCase(scheme: String) async throws {
        let (harness, authority) = try await harness(.required)
        let token = try await authority.issue(.host(7))
        #expect(
            try await harness.send(.get, "/api/games/7", headers: [.authorization: "\(scheme) \(token)"]).status == 200)
    }

    @Test func anOpenServerAsksForNoTokenAndStillChecksOne() async throws {
        let (harness, authority) = try await harness(.required, isOpen: true)
        #expect(try await harness.send(.post, "/api/games/7").body == "\"open\"")
        #expect(try await harness.send(.post, "/api/games/7", headers: bearer("x")).status == 401)
        let board = try await authority.issue(.board(7))
        #expect(try await harness.send(.post, "/api/games/7", headers: bearer(board)).status == 403)
    }

    @Test func onlyTheAdminCreatesWhereThereIsOne() async throws {
        let (free, _) = try await harness(.creator)
        #expect(try await free.send(.post, "/api/open").body == "\"anonymous\"")
        for isOpen in [false, true] {
            let (harness, authority) = try await harness(.creator, adminToken: "word", isOpen: isOpen)
            #expect(try await harness.send(.post, "/api/open").status == 401)
            #expect(try await harness.send(.post, "/api/open", headers: bearer("words")).status == 401)
            #expect(try await harness.send(.post, "/api/open", headers: bearer("word")).body == "\"admin\"")
            let admin = try await authority.issue(.admin)
            #expect(try await harness.send(.post, "/api/open", headers: bearer(admin)).body == "\"admin\"")
            let host = try await authority.issue(.host(7))
            #expect(try await harness.send(.post, "/api/open", headers: bearer(host)).status == 403)
        }
    }

    @Test func mutationsByOneTokenAreLimitedAndReadingIsNot() async throws {
        let (harness, authority) = try await harness(.required, rate: 1)
        let headers = bearer(try await authority.issue(.host(7)))
        var replies: [RouteHarness.Reply] = []
        for _ in 0..<3 { replies.append(try await harness.send(.post, "/api/games/7", headers: headers)) }
        #expect(replies.map(\.status) == [200, 200, 429])
        #expect(replies[2].headers[.retryAfter] == "1")
        #expect(replies[2].body.contains("\"code\":\"rate_limited\""))
        for _ in 0..<10 { #expect(try await harness.send(.get, "/api/games/7", headers: headers).status == 200) }
        let other = bearer(try await authority.issue(.host(8)))
        #expect(try await harness.send(.post, "/api/games/8", headers: other).status == 200)
    }
}
