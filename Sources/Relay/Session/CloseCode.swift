/// Why a WebSocket connection ends (RFC 6455 section 7.4).
public struct CloseCode: RawRepresentable, Sendable, Hashable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// It has done what it was for.
    public static let normal = CloseCode(rawValue: 1000)
    /// The server stops, or the page is left.
    public static let goingAway = CloseCode(rawValue: 1001)
    /// The peer broke the protocol.
    public static let protocolError = CloseCode(rawValue: 1002)
    /// A kind of message that is not accepted here, such as a binary one.
    public static let unsupportedData = CloseCode(rawValue: 1003)
    /// A text that is not UTF-8.
    public static let invalidPayload = CloseCode(rawValue: 1007)
    /// The peer does what it may not, such as sending without pause.
    public static let policyViolation = CloseCode(rawValue: 1008)
    /// A message above the limit.
    public static let messageTooBig = CloseCode(rawValue: 1009)
    /// A fault of ours.
    public static let internalError = CloseCode(rawValue: 1011)
    /// The peer read too slowly, or there is no room: it may come back.
    public static let tryAgainLater = CloseCode(rawValue: 1013)

    /// Whether a close frame may carry it: 1000…1003 and 1007…1014 are registered, 3000…4999 are free for libraries and
    /// applications; the rest is reserved, or only for reporting that no code came (RFC 6455 section 7.4.2).
    public var isAllowedInFrame: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

extension CloseCode: CustomStringConvertible {
    public var description: String { "\(rawValue)" }
}
