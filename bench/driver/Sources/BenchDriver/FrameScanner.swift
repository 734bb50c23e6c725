/// Finds the frames of a WebSocket server (RFC 6455) in a stream of bytes, wherever the stream is cut into reads.
///
/// It walks the headers and copies nothing: a payload is given as offsets, in as many pieces as there were reads.
struct FrameScanner {
    enum Opcode: UInt8 {
        case continuation = 0
        case text = 1
        case binary = 2
        case close = 8
        case ping = 9
        case pong = 10
    }

    /// A part of a message, or of a control frame.
    struct Piece: Equatable {
        /// Of the message: never `continuation`.
        let opcode: Opcode
        /// Offsets into the bytes given.
        let payload: Range<Int>
        let isFirst, isLast: Bool
    }

    enum Event: Equatable {
        case piece(Piece)
        /// All bytes given are used up.
        case needsMore
        case failed(Failure)
    }

    enum Failure: Error, Equatable {
        case reservedBits, unknownOpcode, masked, badLength, badFragment
    }

    private enum Phase { case opcode, length, longLength, payload }

    private var phase = Phase.opcode
    private var opcode = Opcode.text
    private var isFinal = false
    private var lengthBytes = 0
    private var left = 0
    private var isFirst = true
    /// The opcode of a message that has had fragments and wants more.
    private var fragmented: Opcode?

    /// The next event in `bytes` from `offset` on, which moves behind what was read.
    mutating func next(in bytes: UnsafeRawBufferPointer, from offset: inout Int) -> Event {
        while offset < bytes.count {
            if phase == .payload { return piece(upTo: bytes.count, from: &offset) }
            let byte = bytes[offset]
            offset += 1
            if let failure = header(byte) { return .failed(failure) }
            if phase == .payload, left == 0 { return piece(upTo: offset, from: &offset) }
        }
        return .needsMore
    }

    private mutating func header(_ byte: UInt8) -> Failure? {
        switch phase {
        case .opcode: return firstByte(byte)
        case .length:
            if byte & 0x80 != 0 { return .masked }
            switch byte {
            case 126: expectLength(bytes: 2)
            case 127: expectLength(bytes: 8)
            default:
                left = Int(byte)
                phase = .payload
            }
            return nil
        default:
            if left >= 1 << 40 { return .badLength }
            left = left << 8 | Int(byte)
            lengthBytes -= 1
            if lengthBytes == 0 { phase = .payload }
            return nil
        }
    }

    private mutating func firstByte(_ byte: UInt8) -> Failure? {
        if byte & 0x70 != 0 { return .reservedBits }
        guard let code = Opcode(rawValue: byte & 0x0F) else { return .unknownOpcode }
        isFinal = byte & 0x80 != 0
        isFirst = true
        switch code {
        case .continuation:
            guard let fragmented else { return .badFragment }
            opcode = fragmented
            isFirst = false
        case .text, .binary:
            if fragmented != nil { return .badFragment }
            opcode = code
        case .close, .ping, .pong:
            if !isFinal { return .badFragment }
            opcode = code
        }
        phase = .length
        return nil
    }

    private mutating func expectLength(bytes: Int) {
        left = 0
        lengthBytes = bytes
        phase = .longLength
    }

    private mutating func piece(upTo limit: Int, from offset: inout Int) -> Event {
        let payload = offset..<min(limit, offset + left)
        offset = payload.upperBound
        left -= payload.count
        let first = isFirst
        isFirst = false
        if left > 0 { return .piece(Piece(opcode: opcode, payload: payload, isFirst: first, isLast: false)) }
        phase = .opcode
        if opcode == .text || opcode == .binary { fragmented = isFinal ? nil : opcode }
        return .piece(Piece(opcode: opcode, payload: payload, isFirst: first, isLast: isFinal))
    }
}
