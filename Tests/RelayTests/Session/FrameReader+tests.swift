@testable import Relay

/// A frame as a client sends it.
struct ClientFrame {
    var isFinal = true
    let opcode: FrameHeader.Opcode
    let payload: [UInt8]

    init(_ opcode: FrameHeader.Opcode, _ payload: [UInt8], isFinal: Bool = true) {
        (self.opcode, self.payload, self.isFinal) = (opcode, payload, isFinal)
    }

    init(_ opcode: FrameHeader.Opcode, _ text: String, isFinal: Bool = true) {
        self.init(opcode, Array(text.utf8), isFinal: isFinal)
    }

    func with(isFinal: Bool) -> ClientFrame { ClientFrame(opcode, payload, isFinal: isFinal) }

    var bytes: [UInt8] {
        let mask: [UInt8] = [0x9A, 0x01, 0xF3, 0x7C]
        var header = FrameWriter.header(opcode, length: payload.count)
        if !isFinal { header[0] &= 0x7F }
        header[1] |= 0x80
        return header + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }
}

extension FrameReader {
    /// All events that some bytes amount to.
    mutating func read(_ bytes: some Collection<UInt8>) -> [Event] {
        Array(bytes).withUnsafeBytes { all in
            var rest = all
            var events: [Event] = []
            while let event = next(&rest) { events.append(event) }
            return events
        }
    }

    /// All events of a new reader that is fed with these pieces.
    static func events(_ pieces: any Collection<UInt8>..., limit: Int = 100_000) -> [Event] {
        var reader = FrameReader(messageLimit: limit)
        return pieces.flatMap { reader.read($0) }
    }
}
