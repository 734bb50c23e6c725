import NIOCore
import NIOHTTP1
import NIOWebSocket

/// What makes a request an opening handshake of RFC 6455 (section 4.2.1).
enum Handshake {
    /// Where sockets live.
    static let pathPrefix = "/ws/"

    /// Whether it asks for another protocol, of whatever name; NIO's decoder reads nothing behind such a request.
    static func asksForUpgrade(_ head: HTTPRequestHead) -> Bool {
        head.method == .CONNECT
            || head.headers.contains(name: "upgrade") && head.headers.hasToken("upgrade", in: "connection")
    }

    /// Whether it is a faultless handshake for one of our sockets.
    static func isProper(_ head: HTTPRequestHead) -> Bool {
        let headers = head.headers
        return head.method == .GET && head.version == .http1_1 && head.uri.hasPrefix(pathPrefix)
            && headers.hasToken("websocket", in: "upgrade") && headers.hasToken("upgrade", in: "connection")
            && headers["sec-websocket-version"] == ["13"] && headers.contains(name: "host")
            && headers["sec-websocket-key"].count == 1 && isKey(headers["sec-websocket-key"][0])
            && !headers.contains(name: "transfer-encoding") && headers["content-length"].allSatisfy { $0 == "0" }
    }

    /// Sixteen bytes in base64.
    private static func isKey(_ key: String) -> Bool {
        let characters = Array(key.utf8)
        return characters.count == 24 && characters[22...].allSatisfy { $0 == UInt8(ascii: "=") }
            && characters[..<22].allSatisfy {
                switch $0 {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                    true
                default: false
                }
            }
    }

    /// Makes the 101's headers; of NIO's upgrader nothing else is used.
    static let upgrader = NIOTypedWebSocketServerUpgrader<Void>(
        enableAutomaticErrorHandling: false,
        shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
        upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
}

extension HTTPHeaders {
    /// Whether a header that is a list has a token, in whatever case.
    fileprivate func hasToken(_ token: String, in name: String) -> Bool {
        self[canonicalForm: name].contains { $0.lowercased() == token }
    }
}
