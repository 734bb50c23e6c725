import Testing

@testable import Relay

@Suite("FrameReader: a client's bytes become messages")
struct FrameReaderTests {
    @Test("a whole message in one frame, of each length form", arguments: [0, 1, 7, 125, 126, 65_535, 65_536, 70_003])
    func wholeMessages(length: Int) {
        let payload = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(FrameReader.events(ClientFrame(.binary, payload).bytes) == [.binary(payload)])
        let text = [UInt8](repeating: UInt8(ascii: "x"), count: length)
        #expect(FrameReader.events(ClientFrame(.text, text).bytes) == [.text(text)])
    }

    @Test("the same, byte by byte, and cut in two at every place")
    func anyCut() {
        let frames =
            ClientFrame(.text, "Grüße, 😀", isFinal: false).bytes + ClientFrame(.ping, "?").bytes
            + ClientFrame(.continuation, "").with(isFinal: false).bytes + ClientFrame(.continuation, " – €").bytes
            + ClientFrame(.pong, "!").bytes + ClientFrame(.binary, [UInt8](0...255)).bytes
            + ClientFrame(.close, [0x03, 0xE8]).bytes
        let expected: [FrameReader.Event] = [
            .ping(Array("?".utf8)), .text(Array("Grüße, 😀 – €".utf8)), .pong, .binary([UInt8](0...255)),
            .close(.normal),
        ]
        #expect(FrameReader.events(frames) == expected)
        for cut in 1..<frames.count { #expect(FrameReader.events(frames[..<cut], frames[cut...]) == expected) }
        var reader = FrameReader(messageLimit: 1_000)
        #expect(frames.flatMap { reader.read([$0]) } == expected)
    }

    @Test("control frames between fragments come first and leave the message whole")
    func controlBetweenFragments() {
        var reader = FrameReader(messageLimit: 100)
        #expect(reader.read(ClientFrame(.text, "a", isFinal: false).bytes) == [])
        #expect(reader.read(ClientFrame(.ping, "1").bytes) == [.ping([UInt8(ascii: "1")])])
        #expect(reader.read(ClientFrame(.continuation, "b", isFinal: false).bytes) == [])
        #expect(reader.read(ClientFrame(.pong, "").bytes) == [.pong])
        #expect(reader.read(ClientFrame(.continuation, "c").bytes) == [.text(Array("abc".utf8))])
        #expect(reader.read(ClientFrame(.text, "d").bytes) == [.text([UInt8(ascii: "d")])])
    }

    @Test("what a client may not send fails the connection with 1002", arguments: Fault.all)
    func protocolErrors(fault: Fault) {
        let more = ClientFrame(.text, "not read any more").bytes
        #expect(FrameReader.events(fault.bytes + more) == [.fail(.protocolError)])
        var reader = FrameReader(messageLimit: 1_000)
        #expect((fault.bytes + more).flatMap { reader.read([$0]) } == [.fail(.protocolError)])
        #expect(reader.isEnded)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]

        init(_ description: String, _ bytes: [UInt8]) { (testDescription, self.bytes) = (description, bytes) }

        static let all: [Fault] =
            [
                Fault("unmasked", [0x81, 0x01, 0x61]), Fault("unmasked and empty", [0x81, 0x00]),
                Fault("unmasked close", [0x88, 0x00]),
                Fault("fragmented ping", ClientFrame(.ping, "", isFinal: false).bytes),
                Fault("fragmented close", ClientFrame(.close, "", isFinal: false).bytes),
                Fault("ping of 126 bytes", [0x89, 0x80 | 126, 0, 126, 0, 0, 0, 0]),
                Fault("close of 65,536 bytes", [0x88, 0x80 | 127, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
                Fault("continuation of nothing", ClientFrame(.continuation, "x").bytes),
                Fault(
                    "continuation of nothing, to be continued", ClientFrame(.continuation, "x", isFinal: false).bytes),
                Fault(
                    "text within a text", ClientFrame(.text, "a", isFinal: false).bytes + ClientFrame(.text, "b").bytes),
                Fault(
                    "binary within a text",
                    ClientFrame(.text, "a", isFinal: false).bytes + ClientFrame(.binary, "b").bytes),
                Fault("125 in two bytes of length", [0x81, 0x80 | 126, 0, 125, 0, 0, 0, 0]),
                Fault("65,535 in eight", [0x82, 0x80 | 127, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0]),
                Fault("a length above 2^63", [0x82, 0x80 | 127, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
                Fault("close with half a code", ClientFrame(.close, [0x03]).bytes),
            ]
            + [0x10, 0x20, 0x40, 0x70].map { Fault("reserved bits \($0)", [0x81 | $0, 0x80, 0, 0, 0, 0]) }
            + ([3, 4, 5, 6, 7, 11, 12, 13, 14, 15] as [UInt8]).map {
                Fault("opcode \($0)", [0x80 | $0, 0x80, 0, 0, 0, 0])
            }
    }

    @Test("a message that is announced to be too long is refused before it comes")
    func tooLong() {
        let header = ClientFrame(.text, [UInt8](repeating: 97, count: 101)).bytes.prefix(6)
        #expect(FrameReader.events(header, limit: 100) == [.fail(.messageTooBig)])
        let exact = [UInt8](repeating: 97, count: 100)
        #expect(FrameReader.events(ClientFrame(.text, exact).bytes, limit: 100) == [.text(exact)])
        let huge: [UInt8] = [0x82, 0x80 | 127, 0x7F, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0]
        #expect(FrameReader.events(huge, limit: 100) == [.fail(.messageTooBig)])
    }

    @Test("fragments are added up")
    func tooLongInFragments() {
        let half = ClientFrame(.binary, [UInt8](repeating: 1, count: 60), isFinal: false).bytes
        let fits = ClientFrame(.continuation, [UInt8](repeating: 1, count: 40)).bytes
        #expect(FrameReader.events(half + fits, limit: 100) == [.binary([UInt8](repeating: 1, count: 100))])
        let rest = ClientFrame(.continuation, [UInt8](repeating: 1, count: 41)).bytes
        #expect(FrameReader.events(half + rest.prefix(6), limit: 100) == [.fail(.messageTooBig)])
    }

    @Test("invalid UTF-8 fails with 1007 at the byte that makes it so, however it is cut")
    func invalidText() {
        // Valid up to the 0xED 0xA0, the beginning of a surrogate.
        let text = Array("κόσμε 😀".utf8) + [0xED, 0xA0, 0x80] + Array("edited".utf8)
        let frame = ClientFrame(.text, text).bytes
        let culprit = 6 + text.firstIndex(of: 0xED)! + 1
        for cut in 1..<frame.count {
            var reader = FrameReader(messageLimit: 1_000)
            let first = reader.read(frame[..<cut])
            #expect(first == (cut > culprit ? [.fail(.invalidPayload)] : []), "cut at \(cut)")
            #expect(first + reader.read(frame[cut...]) == [.fail(.invalidPayload)])
        }
        for split in 0...text.count {
            let fragments =
                ClientFrame(.text, Array(text[..<split]), isFinal: false).bytes
                + ClientFrame(.continuation, Array(text[split...])).bytes
            #expect(FrameReader.events(fragments) == [.fail(.invalidPayload)])
        }
    }

    @Test("a text that ends in the midst of a character is invalid; a fragment may")
    func unfinishedCharacter() {
        let euro = Array("€".utf8)
        #expect(FrameReader.events(ClientFrame(.text, Array(euro[..<2])).bytes) == [.fail(.invalidPayload)])
        let cut = ClientFrame(.text, Array(euro[..<2]), isFinal: false).bytes
        #expect(FrameReader.events(cut + ClientFrame(.continuation, Array(euro[2...])).bytes) == [.text(euro)])
        #expect(FrameReader.events(cut + ClientFrame(.continuation, "").bytes) == [.fail(.invalidPayload)])
        // A binary message may hold anything, and leaves the next text's check alone.
        #expect(
            FrameReader.events(ClientFrame(.binary, [0xFF, 0xC3]).bytes + ClientFrame(.text, "ok").bytes)
                == [.binary([0xFF, 0xC3]), .text(Array("ok".utf8))])
    }

    @Test("closing: with a code and a reason, with a code, with nothing")
    func closing() {
        #expect(
            FrameReader.events(ClientFrame(.close, [0x03, 0xE9] + Array("bye €".utf8)).bytes) == [.close(.goingAway)])
        #expect(FrameReader.events(ClientFrame(.close, [0x0F, 0xA0]).bytes) == [.close(CloseCode(rawValue: 4000))])
        #expect(FrameReader.events(ClientFrame(.close, "").bytes) == [.close(nil)])
        #expect(
            FrameReader.events(ClientFrame(.close, [0x03, 0xE8, 0xE2, 0x82]).bytes) == [.fail(.invalidPayload)])
        #expect(FrameReader.events(ClientFrame(.close, [0x03, 0xED]).bytes) == [.fail(.protocolError)])
        // In the midst of a message, and nothing after it.
        let bytes =
            ClientFrame(.text, "a", isFinal: false).bytes + ClientFrame(.close, [0x03, 0xE8]).bytes
            + ClientFrame(.continuation, "b").bytes
        #expect(FrameReader.events(bytes) == [.close(.normal)])
    }
}
