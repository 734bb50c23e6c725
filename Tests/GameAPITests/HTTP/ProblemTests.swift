import HTTPTypes
import Hummingbird
import Logging
import NIOConcurrencyHelpers
import Testing

@testable import GameAPI

@Suite struct ProblemTests {
    @Test func aProblemIsWrittenAsRFC9457() async throws {
        let harness = RouteHarness { router in
            router.post("/x") { _, _ -> Response in
                var problem = Problem.versionConflict(current: "{\"version\":8}")
                problem.errors = [FieldError("a\"b", "must be \\")]
                throw problem
            }
        }
        let reply = try await harness.send(.post, "/x", headers: [RequestIdentifier.header: "r1"])
        #expect(reply.status == 412)
        #expect(reply.headers[.contentType] == "application/problem+json")
        #expect(
            reply.body == """
                {"type":"about:blank","title":"Precondition Failed","status":412,\
                "detail":"The version has moved on; see current.","code":"version_conflict",\
                "errors":[{"field":"a\\"b","detail":"must be \\\\"}],"current":{"version":8},"request_id":"r1"}
                """)
    }

    @Test func someProblemsComeWithHeaders() async throws {
        let harness = RouteHarness { router in
            router.get("/busy") { _, _ -> Response in throw Problem.rateLimited(retryAfter: 3) }
            router.get("/who") { _, _ -> Response in throw Problem.unauthorized }
            router.get("/bad") { _, _ -> Response in throw Problem.invalidToken }
        }
        #expect(try await harness.send(.get, "/busy").headers[.retryAfter] == "3")
        #expect(try await harness.send(.get, "/who").headers[.wwwAuthenticate] == "Bearer realm=\"podium\"")
        #expect(
            try await harness.send(.get, "/bad").headers[.wwwAuthenticate]
                == "Bearer realm=\"podium\", error=\"invalid_token\"")
    }

    @Test func errorsOfTheFrameworkBecomeProblems() async throws {
        let harness = RouteHarness { router in
            router.get("/gone") { _, _ -> Response in throw HTTPError(.gone, message: "secret") }
            router.get("/missing") { _, _ -> Response in throw HTTPError(.notFound) }
            router.get("/conflict") { _, _ -> Response in throw HTTPError(.badRequest, message: "secret") }
        }
        for (path, status, code) in [
            ("/gone", 400, "invalid_request"), ("/missing", 404, "not_found"), ("/conflict", 400, "invalid_request"),
        ] {
            let reply = try await harness.send(.get, path)
            #expect(reply.status == status)
            #expect(reply.body.contains("\"code\":\"\(code)\""))
            #expect(!reply.body.contains("secret"))
        }
    }

    @Test func anUnknownErrorIsLoudInsideAndPlainOutside() async throws {
        struct Leak: Error { let password = "hunter2" }
        let lines = NIOLockedValueBox<[String]>([])
        var harness = RouteHarness { router in
            router.get("/x") { _, _ -> Response in throw Leak() }
        }
        harness.logger = Logger(label: "test", factory: { _ in RecordingLogHandler(lines: lines) })
        let reply = try await harness.send(.get, "/x", headers: [RequestIdentifier.header: "r2"])
        #expect(reply.status == 500)
        #expect(reply.body.contains("\"request_id\":\"r2\""))
        #expect(!reply.body.contains("hunter2") && !reply.body.contains("Leak"))
        let errors = lines.withLockedValue { $0 }.filter { $0.hasPrefix("error") }
        #expect(errors.count == 1)
        #expect(errors.first?.contains("hunter2") == true && errors.first?.contains("r2") == true)
    }

    @Test func everyCodeHasAnErrorStatus() {
        for code in Problem.Code.allCases { #expect((400...503).contains(code.status.code)) }
    }
}

/// Keeps `LEVEL MESSAGE METADATA`.
struct RecordingLogHandler: LogHandler {
    let lines: NIOLockedValueBox<[String]>
    var logLevel: Logger.Level = .debug
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(lines: NIOLockedValueBox<[String]>) {
        self.lines = lines
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let pairs = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        lines.withLockedValue { $0.append("\(event.level) \(event.message) \(pairs.joined(separator: " "))") }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
}
