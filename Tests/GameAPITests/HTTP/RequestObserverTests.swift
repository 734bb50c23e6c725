import HTTPTypes
import Hummingbird
import Logging
import NIOConcurrencyHelpers
import NIOCore
import Testing

@testable import GameAPI

@Suite struct RequestObserverTests {
    @Test func aRequestIsOneLineWithItsTemplate() async throws {
        let lines = NIOLockedValueBox<[String]>([])
        var harness = RouteHarness { router in
            router.get("/api/games/{game_id}") { _, _ in Response.noContent }
            router.get("/api/health/live") { _, _ in Response.noContent }
        }
        harness.logger = Logger(label: "test", factory: { _ in RecordingLogHandler(lines: lines) })
        for path in ["/api/games/1", "/api/games/2", "/api/health/live", "/x/y"] {
            _ = try await harness.send(.get, path, headers: [RequestIdentifier.header: "r"])
        }
        let seen = lines.withLockedValue { $0 }
        #expect(seen.count == 4)
        #expect(seen[0].hasPrefix("info request method=GET ms="))
        #expect(seen[0].hasSuffix("request_id=r route=/api/games/{game_id} status=204"))
        #expect(seen[1].hasSuffix("route=/api/games/{game_id} status=204"))
        #expect(seen[2].hasPrefix("debug"))
        #expect(seen[3].hasSuffix("route=unmatched status=404"))
    }

    @Test(arguments: [
        (TimeAmount.nanoseconds(999), "0.000"), (.microseconds(1_005), "1.005"), (.seconds(2), "2000.000"),
    ])
    func millisecondsHaveThreeDecimals(duration: TimeAmount, text: String) {
        #expect(RequestObserver.milliseconds(duration) == text)
    }
}
