import HTTPTypes
import Hummingbird
import Logging
import NIOCore

@testable import GameAPI

/// A router with its responder, asked without any connection.
struct RouteHarness {
    struct Reply {
        let status: Int
        let headers: HTTPFields
        let body: String
    }

    let responder: PodiumResponder
    var logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    init(observer: RequestObserver = RequestObserver(), _ addRoutes: (Router<PodiumRequestContext>) -> Void) {
        let router = Router<PodiumRequestContext>.podium()
        addRoutes(router)
        responder = PodiumResponder(router, observer: observer)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], body: String = ""
    ) async throws -> Reply {
        try await send(method, path, headers: headers, body: RequestBody(buffer: ByteBuffer(string: body)))
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], body: RequestBody
    ) async throws -> Reply {
        let head = HTTPRequest(method: method, scheme: "http", authority: "test", path: path, headerFields: headers)
        let response = try await responder.respond(
            to: Request(head: head, body: body), context: PodiumRequestContext(logger: logger))
        let collector = BodyCollector()
        try await response.body.write(collector)
        return Reply(status: response.status.code, headers: response.headers, body: collector.text)
    }

    /// Sends a JSON body.
    func post(_ path: String, _ json: String, headers: HTTPFields = [:]) async throws -> Reply {
        var headers = headers
        headers[.contentType] = "application/json"
        return try await send(.post, path, headers: headers, body: json)
    }
}

/// Keeps what a response writes.
private final class BodyCollector: ResponseBodyWriter {
    private var buffer = ByteBuffer()

    var text: String { String(buffer: buffer) }

    func write(_ buffer: ByteBuffer) async throws { self.buffer.writeImmutableBuffer(buffer) }
    func finish(_: HTTPFields?) async throws {}
}
