#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Finds the status and the end of HTTP/1.1 responses in a stream of bytes, wherever the stream is cut into reads.
///
/// It looks only at the status line and at `Content-Length`, and copies nothing.
struct ResponseScanner {
    enum Event: Equatable {
        /// A part of the body: offsets into the bytes given.
        case body(Range<Int>)
        /// The response is whole; the next byte belongs to the next one.
        case complete(status: Int)
        /// All bytes given are used up.
        case needsMore
        case failed(Failure)
    }

    enum Failure: Error, Equatable {
        case notHTTP, badLength
        /// `Transfer-Encoding`, which this does not read.
        case chunked
        /// A body that lasts until the connection ends, so that it cannot be kept alive.
        case noLength
    }

    /// Of the response under way, or of the last one; 0 before its status line is whole.
    private(set) var status = 0

    private enum Phase { case statusLine, lineStart, name, value, restOfLine, body, complete }
    private enum Field { case contentLength, transferEncoding }

    private var phase = Phase.statusLine
    private var position = 0
    private var field = Field.contentLength
    private var length: Int?
    private var left = 0

    /// The next event in `bytes` from `offset` on, which moves behind what was read.
    mutating func next(in bytes: UnsafeRawBufferPointer, from offset: inout Int) -> Event {
        if phase == .complete { return finish() }
        while offset < bytes.count {
            switch phase {
            case .body:
                let end = min(bytes.count, offset + left)
                let piece = offset..<end
                left -= piece.count
                offset = end
                if left == 0 { phase = .complete }
                return .body(piece)
            case .restOfLine:
                let start = bytes.baseAddress! + offset
                guard let newline = memchr(start, 0x0A, bytes.count - offset) else {
                    offset = bytes.count
                    return .needsMore
                }
                offset += start.distance(to: newline) + 1
                phase = .lineStart
            default:
                let byte = bytes[offset]
                offset += 1
                if let event = head(byte) { return event }
            }
        }
        return .needsMore
    }

    private mutating func head(_ byte: UInt8) -> Event? {
        switch phase {
        case .statusLine: return statusLine(byte)
        case .lineStart: return lineStart(byte)
        case .name: return name(byte)
        default: return value(byte)
        }
    }

    private mutating func statusLine(_ byte: UInt8) -> Event? {
        if position < 5, byte != Self.protocolName[position] { return .failed(.notHTTP) }
        if (9..<12).contains(position) {
            guard let digit = Self.digit(byte) else { return .failed(.notHTTP) }
            status = (position == 9 ? 0 : status * 10) + digit
        }
        position += 1
        if position == 12 { phase = .restOfLine }
        return nil
    }

    private mutating func lineStart(_ byte: UInt8) -> Event? {
        position = 0
        switch byte {
        case 0x0D: return nil
        case 0x0A: return endOfHead()
        case UInt8(ascii: "C"), UInt8(ascii: "c"): field = .contentLength
        case UInt8(ascii: "T"), UInt8(ascii: "t"): field = .transferEncoding
        default:
            phase = .restOfLine
            return nil
        }
        phase = .name
        position = 1
        return nil
    }

    /// The colon belongs to the name, so that no longer name is taken for it.
    private mutating func name(_ byte: UInt8) -> Event? {
        let wanted = field == .contentLength ? Self.contentLength : Self.transferEncoding
        guard byte | 0x20 == wanted[position] | 0x20 else {
            phase = byte == 0x0A ? .lineStart : .restOfLine
            return nil
        }
        position += 1
        if position == wanted.count { phase = .value }
        return nil
    }

    private mutating func value(_ byte: UInt8) -> Event? {
        if field == .transferEncoding { return .failed(.chunked) }
        switch byte {
        case 0x20, 0x09, 0x0D: return nil
        case 0x0A:
            phase = .lineStart
            return length == nil ? .failed(.badLength) : nil
        default:
            guard let digit = Self.digit(byte), (length ?? 0) < 1 << 40 else { return .failed(.badLength) }
            length = (length ?? 0) * 10 + digit
            return nil
        }
    }

    private mutating func endOfHead() -> Event? {
        switch status {
        case 101, 204, 304: return finish()
        case 100..<200:  // an interim response, which the real one follows
            self = ResponseScanner()
            return nil
        default:
            guard let length else { return .failed(.noLength) }
            if length == 0 { return finish() }
            left = length
            phase = .body
            return nil
        }
    }

    private mutating func finish() -> Event {
        let status = status
        self = ResponseScanner()
        self.status = status
        return .complete(status: status)
    }

    private static func digit(_ byte: UInt8) -> Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
    }

    private static let protocolName = Array("HTTP/".utf8)
    private static let contentLength = Array("content-length:".utf8)
    private static let transferEncoding = Array("transfer-encoding:".utf8)
}

extension ResponseScanner.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .notHTTP: "what the server answered is not HTTP/1"
        case .badLength: "the server sent a Content-Length that is no number"
        case .chunked:
            "the server answers with Transfer-Encoding: chunked, which is not read here: let it send a length"
        case .noLength: "the server answers without a Content-Length, so that no connection can be kept alive"
        }
    }
}
