public import HTTPTypes
public import Hummingbird
public import NIOCore

extension Problem {
    /// The answer to what is not HTTP, so that no request came of it; logged nowhere.
    public static func notHTTP() -> (head: HTTPResponse, body: ByteBuffer) {
        let requestID = RequestIdentifier.make()
        let problem = Problem(.invalidRequest, detail: "Send HTTP/1.1 as RFC 9112 has it; this could not be read.")
        let body = ByteBuffer(string: problem.json(requestID))
        return (
            HTTPResponse(
                status: problem.status,
                headerFields: [
                    .contentType: contentType, .contentLength: "\(body.readableBytes)",
                    RequestIdentifier.header: requestID,
                ]), body
        )
    }

    private static let contentType = "application/problem+json"

    /// The problem as the client gets it. Titles are those of the statuses, as RFC 9457 wants it with `about:blank`.
    func response(requestID: String) -> Response {
        var headers: HTTPFields = [.contentType: Self.contentType]
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        if let allow { headers[.allow] = allow }
        if code == .upgradeRequired {
            headers[.upgrade] = "websocket"
            headers[.connection] = "upgrade"
            headers[.secWebSocketVersion] = "13"
        }
        if code == .unauthorized {
            headers[.wwwAuthenticate] =
                self == .invalidToken ? "Bearer realm=\"podium\", error=\"invalid_token\"" : "Bearer realm=\"podium\""
        }
        return Response(
            status: code.status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: json(requestID))))
    }

    private func json(_ requestID: String) -> String {
        var object = JSONText()
        object.add("type", "about:blank")
        object.add("title", code.status.reasonPhrase)
        object.add("status", code.status.code)
        object.add("detail", detail)
        object.add("code", code.rawValue)
        if !errors.isEmpty { object.add("errors", json: "[\(errors.map(\.json).joined(separator: ","))]") }
        if let current { object.add("current", json: current) }
        object.add("request_id", requestID)
        return object.finish()
    }
}

extension Problem: HTTPResponseError {
    /// The HTTP status of the problem.
    public var status: HTTPResponse.Status { code.status }

    /// The reply where no ``ProblemMiddleware`` stands between handler and router.
    public func response(from request: Request, context: some RequestContext) throws -> Response {
        response(requestID: (context as? PodiumRequestContext)?.requestID ?? "")
    }
}

extension FieldError {
    fileprivate var json: String {
        var object = JSONText()
        object.add("field", field)
        object.add("detail", detail)
        return object.finish()
    }
}
