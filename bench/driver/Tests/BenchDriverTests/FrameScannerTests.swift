import Testing

@testable import BenchDriver

/// What a client makes of the pieces: whole messages and control frames, in their order.
private struct Transcript: Equatable {
    var messages: [String] = []
    var failure: FrameScanner.Failure?
    private var parts: [FrameScanner.Opcode: [UInt8]] = [:]

    /// Reads `bytes` in as many reads as `cuts` make of it.
    init(of bytes: [UInt8], cutAt cuts: [Int]) {
        var scanner = FrameScanner()
        var start = 0
        for end in cuts + [bytes.count] {
            Array(bytes[start..<end]).withUnsafeBytes { read(&scanner, $0) }
            start = end
        }
    }

    private mutating func read(_ scanner: inout FrameScanner, _ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while failure == nil {
            switch scanner.next(in: bytes, from: &offset) {
            case .needsMore: return
            case .failed(let failure): self.failure = failure
            case .piece(let piece):
                if piece.isFirst { parts[piece.opcode] = [] }
                parts[piece.opcode, default: []] += bytes[piece.payload]
                if piece.isLast {
                    let payload = parts.removeValue(forKey: piece.opcode) ?? []
                    let text = payload.count > 99 ? "\(payload.count) bytes" : String(decoding: payload, as: UTF8.self)
                    messages.append("\(piece.opcode) \(text)")
                }
            }
        }
    }
}

private func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
    var frame = [first]
    switch payload.count {
    case ..<126: frame.append(UInt8(payload.count))
    case ..<65_536: frame += [126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    default: frame += [127, 0, 0, 0, 0] + (0..<4).reversed().map { UInt8(payload.count >> ($0 * 8) & 0xFF) }
    }
    return frame + payload
}

private func frame(_ first: UInt8, _ text: String) -> [UInt8] { frame(first, Array(text.utf8)) }

@Suite struct FrameScannerTests {
    private let stream =
        frame(0x81, "one") + frame(0x89, "?") + frame(0x81, "") + frame(0x81, Array(repeating: 0x61, count: 200))
        + frame(0x01, "frag") + frame(0x8A, "!") + frame(0x00, "men") + frame(0x80, "ts") + frame(0x82, "raw")
        + frame(0x88, "\u{3}bye")
    private let expected = [
        "text one", "ping ?", "text ", "text 200 bytes", "pong !", "text fragments", "binary raw", "close \u{3}bye",
    ]

    @Test func severalFramesInOneRead() {
        #expect(Transcript(of: stream, cutAt: []).messages == expected)
    }

    @Test func cutAtEachByte() {
        for cut in 0...stream.count {
            #expect(Transcript(of: stream, cutAt: [cut]).messages == expected, "cut at \(cut)")
        }
        #expect(Transcript(of: stream, cutAt: Array(1..<stream.count)).messages == expected)
    }

    @Test(arguments: [125, 126, 127, 65_535, 65_536, 100_000])
    func lengths(length: Int) {
        let bytes = frame(0x81, Array(repeating: 0x61, count: length)) + frame(0x81, "next")
        for cuts in [[], [1], [2], [3], [5], [9], [10], [11], [length], [length + 1, length + 3]] as [[Int]] {
            #expect(Transcript(of: bytes, cutAt: cuts).messages == ["text \(length) bytes", "text next"])
        }
    }

    @Test(
        arguments: [
            ([0xC1, 0], .reservedBits), ([0x83, 0], .unknownOpcode), ([0x81, 0x80, 0, 0, 0, 0], .masked),
            ([0x80, 0], .badFragment), ([0x01, 0, 0x81, 0], .badFragment), ([0x09, 0], .badFragment),
            ([0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255], .badLength),
        ] as [([UInt8], FrameScanner.Failure)])
    func brokenFrames(bytes: [UInt8], failure: FrameScanner.Failure) {
        #expect(Transcript(of: bytes, cutAt: []).failure == failure)
    }

    @Test(arguments: [0, 125, 126, 65_535, 65_536])
    func clientFrames(length: Int) {
        let payload = Array(repeating: UInt8(0x61), count: length)
        var bytes = ClientFrame.bytes(.text, payload: payload)
        let header = bytes.count - length - 4
        #expect(bytes[1] & 0x80 != 0)
        #expect(Array(bytes[header..<header + 4]) == [0, 0, 0, 0])
        bytes.removeSubrange(header..<header + 4)
        bytes[1] &= 0x7F
        #expect(bytes == frame(0x81, payload))
    }
}
