import HTTPTypes
import Hummingbird
import NIOCore

/// The connection ended, or stopped being HTTP, within a body: nobody is left to answer.
struct BodyInterrupted: Error {
    let cause: any Error
}

/// Reads a request's JSON object: 415 for another media type, 413 over `limit` bytes, 400 with every faulty field.
func decodeBody<Body: JSONBody>(
    _: Body.Type = Body.self, from request: Request, limit: Int
) async throws -> DecodedBody<Body> {
    let body = try await collectBody(of: request, as: ["application/json"], limit: limit)
    return DecodedBody(value: try Body.decode(body.bytes), bytes: body.bytes)
}

/// Reads a request's body of one of the media types, which are given in small letters. Parameters such as `charset`
/// pass unread: JSON and CSV are UTF-8 here.
func collectBody(of request: Request, as mediaTypes: [String], limit: Int) async throws -> RawBody {
    let sent = mediaType(request.headers[.contentType] ?? "")
    guard let mediaType = mediaTypes.first(where: { $0 == sent }) else {
        throw Problem.unsupportedMediaType(mediaTypes.joined(separator: " or "))
    }
    return RawBody(mediaType: mediaType, bytes: try await collectBody(of: request, limit: limit))
}

/// Reads a request's body, whatever it is.
func collectBody(of request: Request, limit: Int) async throws -> ByteBuffer {
    // The length that is announced spares reading; without one, or with a wrong one, counting does.
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
        throw Problem.bodyTooLarge(limit: limit)
    }
    do {
        return try await request.body.collect(upTo: limit)
    } catch is NIOTooManyBytesError {
        throw Problem.bodyTooLarge(limit: limit)
    } catch let error as CancellationError {
        throw error
    } catch {
        throw BodyInterrupted(cause: error)
    }
}

/// A media type without its parameters, in small letters.
private func mediaType(_ header: String) -> String {
    if header == "application/json" { return header }
    let essence = header.prefix { $0 != ";" }
    return String(essence.filter { $0 != " " && $0 != "\t" }).lowercased()
}
