import Testing

@testable import Relay

@Suite("CloseCode, FrameWriter: closing frames and headers")
struct CloseCodeTests {
    @Test("which codes may stand in a frame")
    func allowed() {
        let allowed = (UInt16.min...UInt16.max).filter { CloseCode(rawValue: $0).isAllowedInFrame }
        #expect(allowed == Array(1000...1003) + Array(1007...1014) + Array(3000...4999))
    }

    @Test("a reason is cut between characters at 123 bytes")
    func reasons() {
        #expect(FrameWriter.closePayload(.normal) == [0x03, 0xE8])
        #expect(FrameWriter.closePayload(.goingAway, reason: "bye") == [0x03, 0xE9] + Array("bye".utf8))
        let long = FrameWriter.closePayload(.normal, reason: String(repeating: "€", count: 100))
        #expect(long.count == 2 + 41 * 3)
        #expect(String(validating: long[2...], as: UTF8.self) != nil)
    }

    @Test("headers of the three lengths")
    func headers() {
        #expect(FrameWriter.header(.text, length: 125) == [0x81, 125])
        #expect(FrameWriter.header(.binary, length: 126) == [0x82, 126, 0, 126])
        #expect(FrameWriter.header(.text, length: 65_535) == [0x81, 126, 0xFF, 0xFF])
        #expect(FrameWriter.header(.text, length: 65_536) == [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0])
    }
}
