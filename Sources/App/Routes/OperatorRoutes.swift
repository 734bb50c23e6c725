import GameAPI
import HTTPTypes
import Hummingbird
import NIOCore

/// What operators and tools ask for, without a token: health, metrics, and the descriptions of the API.
struct OperatorRoutes: Sendable {
    let gate: ReadinessGate
    /// Nil: metrics are off, and the path is unknown.
    let metrics: PrometheusMetrics?
    let documents: Documents

    func add(to router: Router<PodiumRequestContext>) {
        router.get("/api/health/live") { _, _ in Self.reply("{\"status\":\"live\"}") }
        router.get("/api/health/ready") { [gate] _, _ in
            switch await gate.readiness() {
            case .ready: return Self.reply("{\"status\":\"ready\"}")
            case .notReady(let reason): throw Problem.notReady(reason)
            }
        }
        if let metrics {
            router.get("/metrics") { _, _ in Self.reply(metrics.text, type: PrometheusText.contentType) }
        }
        router.get("/openapi.yaml") { [documents] _, _ in Self.reply(documents.openAPI) }
        router.get("/asyncapi.yaml") { [documents] _, _ in Self.reply(documents.asyncAPI) }
    }

    private static func reply(_ text: String, type: String = "application/json") -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    private static func reply(_ document: ByteBuffer) -> Response {
        Response(status: .ok, headers: [.contentType: "application/yaml"], body: .init(byteBuffer: document))
    }
}
