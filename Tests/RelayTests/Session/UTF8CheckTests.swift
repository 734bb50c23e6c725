import Testing

@testable import Relay

@Suite("UTF8Check: pieces of a text")
struct UTF8CheckTests {
    @Test("characters of every length are taken, in whatever pieces")
    func characters() {
        var all = UTF8Check()
        let edges: [UInt32] = [0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF]
        for scalar in (Array(stride(from: 0, to: 0x10FFFF, by: 61)) + edges).compactMap(Unicode.Scalar.init) {
            let bytes = Array(String(Character(scalar)).utf8)
            guard accepts(bytes, &all), all.isComplete else {
                Issue.record("U+\(String(scalar.value, radix: 16)) was refused")
                return
            }
        }
        var pieces = UTF8Check()
        for byte in "aé€😀, long enough for eight at a time, then ü".utf8 { #expect(accepts([byte], &pieces)) }
        #expect(pieces.isComplete)
    }

    @Test("every first byte, and what the next three may be, as Swift's own validation has it")
    func sameAsSwift() {
        let seconds: [UInt8] = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]
        for first in UInt8.min...UInt8.max {
            for second in seconds {
                for third: UInt8 in [0x7F, 0x80, 0xBF, 0xC0] {
                    for tail: [UInt8] in [[], [third], [third, 0x80], [third, 0xBF], [third, 0x41]] {
                        let bytes = [first, second] + tail
                        var check = UTF8Check()
                        let isValid = accepts(bytes, &check) && check.isComplete
                        guard isValid == (String(validating: bytes, as: UTF8.self) != nil) else {
                            Issue.record("\(bytes) is said to be \(isValid ? "valid" : "invalid")")
                            return
                        }
                    }
                }
            }
        }
    }

    @Test("a fault is found with the byte that makes it, at every place in a word")
    func earliestByte() {
        for length in 0...24 {
            let ascii = [UInt8](repeating: UInt8(ascii: "a"), count: length)
            for (good, bad) in [([], 0x80), ([], 0xC0), ([0xE0], 0x9F), ([0xED], 0xA0), ([0xF0], 0x8F), ([0xF4], 0x90)]
                as [([UInt8], UInt8)]
            {
                var check = UTF8Check()
                #expect(accepts(ascii + good, &check))
                #expect(check.isComplete == good.isEmpty)
                #expect(!accepts([bad] + ascii, &check))
            }
        }
    }

    private func accepts(_ bytes: [UInt8], _ check: inout UTF8Check) -> Bool {
        bytes.withUnsafeBytes { check.accept($0) }
    }
}
