/// The sending half of RFC 6455: a server's frames are never masked and here never fragmented.
enum FrameWriter {
    static let longestHeader = 10

    /// The header of a whole message or control frame, of 2, 4 or 10 bytes.
    /// - Parameter length: Of the payload, in bytes.
    static func header(_ opcode: FrameHeader.Opcode, length: Int) -> [UInt8] {
        let first = 0x80 | opcode.rawValue
        switch length {
        case 0...125:
            return [first, UInt8(length)]
        case 126...0xFFFF:
            return [first, 126, UInt8(length >> 8), UInt8(length & 0xFF)]
        default:
            return [first, 127] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        }
    }

    /// The payload of a close frame; the reason is cut, between characters, to what a control frame holds.
    static func closePayload(_ code: CloseCode, reason: String = "") -> [UInt8] {
        var payload = [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)]
        for character in reason {
            guard payload.count + character.utf8.count <= FrameHeader.controlLimit else { break }
            payload.append(contentsOf: character.utf8)
        }
        return payload
    }
}
