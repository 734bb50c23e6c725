import NIOCore

/// A message to publish again and again, as a frame in which only the tag is written anew.
struct MessageTemplate {
    private var frame: ByteBuffer
    private let tagOffset: Int

    /// - Parameter message: Holds `{tag}` once.
    init(_ message: String) throws {
        let parts = message.split(separator: "{tag}", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw DriverError("the message must hold {tag} once: \(message)") }
        let payload =
            Array(parts[0].utf8) + Array(repeating: UInt8(ascii: "0"), count: Tag.digits) + Array(parts[1].utf8)
        let bytes = ClientFrame.bytes(.text, payload: payload)
        frame = ByteBuffer(bytes: bytes)
        tagOffset = bytes.count - parts[1].utf8.count - Tag.digits
    }

    /// The frame with this tag. Allocates nothing as long as the last one has been written out.
    mutating func frame(tag: Int64) -> ByteBuffer {
        var rest = tag
        for place in stride(from: tagOffset + Tag.digits - 1, through: tagOffset, by: -1) {
            frame.setInteger(UInt8(ascii: "0") + UInt8(rest % 10), at: place)
            rest /= 10
        }
        return frame
    }
}

/// What tells messages apart: a number of 16 digits that names the publisher and its message, and survives JSON's doubles.
enum Tag {
    static let digits = 16
    /// Tags below this are of probes, which find out who is listening and are not counted.
    static let firstCounted: Int64 = 2_000_000_000_000_000
    private static let firstProbe: Int64 = 1_000_000_000_000_000
    private static let perPublisher: Int64 = 10_000_000_000

    static func first(publisher: Int) -> Int64 { firstCounted + Int64(publisher) * perPublisher }

    /// So many tags in a row.
    static func counted(_ count: Int) -> [Int64] { (0..<Int64(count)).map { firstCounted + $0 } }

    static func probe(publisher: Int) -> Int64 { firstProbe + Int64(publisher) * perPublisher }
}
