/// The head of a frame from a client (RFC 6455 section 5.2).
struct FrameHeader: Equatable {
    /// 2 bytes, 8 of length, 4 of mask.
    static let longest = 14
    /// The most bytes of a control frame's payload (RFC 6455 section 5.5).
    static let controlLimit = 125

    let isFinal: Bool
    let opcode: Opcode
    /// Bytes of payload.
    let length: Int
    /// The four bytes of the key, the first one lowest.
    let mask: UInt32

    enum Parsed: Equatable {
        /// Nothing is wrong so far, and more bytes are needed.
        case incomplete
        /// It stood in the first `size` bytes.
        case header(FrameHeader, size: Int)
        /// A client may not send this: close 1002.
        case broken
    }

    /// Reads a header from the first of some bytes. A fault is found with the byte that makes it.
    static func parse(_ bytes: UnsafeRawBufferPointer) -> Parsed {
        guard bytes.count >= 1 else { return .incomplete }
        let isFinal = bytes[0] & 0x80 != 0
        // The three reserved bits belong to extensions, and none was agreed on.
        guard bytes[0] & 0x70 == 0, let opcode = Opcode(rawValue: bytes[0] & 0x0F) else { return .broken }
        guard isFinal || !opcode.isControl else { return .broken }

        guard bytes.count >= 2 else { return .incomplete }
        let isMasked = bytes[1] & 0x80 != 0
        let short = Int(bytes[1] & 0x7F)
        guard isMasked, short <= controlLimit || !opcode.isControl else { return .broken }

        let lengthBytes = short == 126 ? 2 : short == 127 ? 8 : 0
        guard bytes.count >= 2 + lengthBytes else { return .incomplete }
        let length: Int
        if lengthBytes == 0 {
            length = short
        } else {
            let long = bytes[2..<2 + lengthBytes].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            // The shortest form is a must, and the highest bit of the longest is always 0.
            guard long >= (lengthBytes == 2 ? 126 : 65_536), long <= UInt64(Int.max) else { return .broken }
            length = Int(long)
        }

        let size = 2 + lengthBytes + 4
        guard bytes.count >= size else { return .incomplete }
        let mask = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: size - 4, as: UInt32.self))
        return .header(FrameHeader(isFinal: isFinal, opcode: opcode, length: length, mask: mask), size: size)
    }
}
