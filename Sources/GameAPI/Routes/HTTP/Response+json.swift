import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    private static let replayed = HTTPField.Name("Idempotency-Replayed")!

    /// A reply that is JSON already.
    static func json(_ text: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// The answer to a mutation; a replayed one says so.
    static func json(reply: MutationReply) -> Response {
        let headers: HTTPFields = reply.replayed ? [replayed: "true"] : [:]
        guard !reply.body.isEmpty else { return Response(status: .init(code: reply.status), headers: headers) }
        return .json(reply.body, status: .init(code: reply.status), headers: headers)
    }

    /// Done, and nothing to say.
    static var noContent: Response { Response(status: .noContent) }
}

/// The header `ETag` of a version or revision.
func entityTag(_ version: Int64) -> String { EntityTag.text(version) }
