import HTTPTypes
import HummingbirdCore
import NIOCore

/// Takes a response's body in one piece: those of this server are in memory anyway.
final class WholeBody: ResponseBodyWriter {
    private var bytes = ByteBuffer()

    static func bytes(of body: ResponseBody) async throws -> ByteBuffer {
        let whole = WholeBody()
        try await body.write(whole)
        return whole.bytes
    }

    func write(_ buffer: ByteBuffer) async throws { bytes.writeImmutableBuffer(buffer) }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
