/// Frames as a WebSocket client sends them. The masking key is zero, so that a payload can be prepared once and patched
/// in place; servers unmask it with the same work as any other.
enum ClientFrame {
    static func bytes(_ opcode: FrameScanner.Opcode, payload: [UInt8]) -> [UInt8] {
        var frame: [UInt8] = [0x80 | opcode.rawValue]
        switch payload.count {
        case ..<126: frame.append(0x80 | UInt8(payload.count))
        case ..<65_536: frame += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default:
            frame.append(0x80 | 127)
            for shift in stride(from: 56, through: 0, by: -8) { frame.append(UInt8(payload.count >> shift & 0xFF)) }
        }
        return frame + [0, 0, 0, 0] + payload
    }
}
