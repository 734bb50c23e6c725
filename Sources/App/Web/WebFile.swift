import Crypto
import GameAPI
import HTTPTypes
import Hummingbird
import NIOCore

/// A file of the site in memory, with all that its replies need.
struct WebFile: Sendable {
    /// The bytes in one encoding, and the headers that go with them.
    private struct Representation: Sendable {
        let body: ByteBuffer
        let tag: String
        let headers: HTTPFields

        /// - Parameter tag: The entity tag without its quotes. Each encoding has one of its own, since strong tags stand
        ///   for the bytes that are sent (RFC 9110, section 8.8.3).
        init(_ bytes: [UInt8], tag: String, encoding: String?, _ type: WebFileType) {
            body = ByteBuffer(bytes: bytes)
            self.tag = tag
            var headers = WebFile.headers(type)
            headers[.contentType] = type.contentType
            headers[.contentEncoding] = encoding
            headers[.eTag] = "\"\(tag)\""
            self.headers = headers
        }
    }

    private let plain: Representation
    /// Nil where it would not be smaller.
    private let gzip: Representation?

    /// - Parameter source: The file's bytes, of which comments are not sent.
    init(_ source: [UInt8], _ type: WebFileType) {
        let bytes = CommentLines.emptied(in: source, type)
        // A quarter of SHA-256 is enough to tell a file's editions apart.
        let hash = SHA256.hash(data: bytes).prefix(8).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        plain = Representation(bytes, tag: hash, encoding: nil, type)
        if type.isText, let compressed = Gzip.compress(bytes), compressed.count < bytes.count {
            gzip = Representation(compressed, tag: "\(hash)-gzip", encoding: "gzip", type)
        } else {
            gzip = nil
        }
    }

    /// What GET is answered: the file in the encoding that the client takes, or 304 if the client has it.
    func response(to request: HTTPFields) -> Response {
        let chosen = AcceptedEncodings(request).allowsGzip ? gzip ?? plain : plain
        guard isKnown(request[.ifNoneMatch], chosen.tag) else {
            return Response(status: .ok, headers: chosen.headers, body: .init(byteBuffer: chosen.body))
        }
        var headers = chosen.headers
        headers[.contentType] = nil
        headers[.contentEncoding] = nil
        return Response(status: .notModified, headers: headers)
    }

    /// Whether an `If-None-Match` header names the tag. Compared weakly, as reading wants it; a malformed one only
    /// spares no bytes.
    private func isKnown(_ header: String?, _ tag: String) -> Bool {
        guard let header else { return false }
        return header == "*" || EntityTag.list(header)?.contains { $0.opaque == tag } == true
    }

    /// What a file is sent with. It is asked for again each time, which mostly ends in a 304. What only means something
    /// for what a browser shows as a document is left out elsewhere: a page loads many small files.
    private static func headers(_ type: WebFileType) -> HTTPFields {
        var headers: HTTPFields = [
            .cacheControl: "no-cache", .vary: "Accept-Encoding", .xContentTypeOptions: "nosniff",
        ]
        if type == .html || type == .svg { headers[.contentSecurityPolicy] = contentSecurityPolicy }
        if type == .html { headers.append(contentsOf: documentHeaders) }
        return headers
    }

    /// A page may load and reach nothing but this server, may run no script that is not a file of it, and be framed by
    /// nobody.
    private static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
        "connect-src 'self'", "font-src 'self'", "manifest-src 'self'", "base-uri 'none'", "form-action 'self'",
        "frame-ancestors 'none'",
    ].joined(separator: "; ")

    private static let documentHeaders: HTTPFields = [
        HTTPField.Name("Referrer-Policy")!: "no-referrer",
        HTTPField.Name("Cross-Origin-Opener-Policy")!: "same-origin",
        HTTPField.Name("Permissions-Policy")!:
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), screen-wake-lock=(self)",
    ]
}
