/// Whether bytes that come in pieces are UTF-8 (RFC 3629): a fault is found with the byte that makes it.
struct UTF8Check {
    /// Continuation bytes that the character begun still needs.
    private var due: UInt8 = 0
    /// What the next of them may be: narrower after some first bytes, against overlong forms, surrogates, and what
    /// lies above U+10FFFF.
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    /// False in the midst of a character.
    var isComplete: Bool { due == 0 }

    /// Takes the next bytes; false if no continuation can make them UTF-8. Nothing may be fed after a false.
    mutating func accept(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < bytes.count {
            if due == 0 {
                index = Self.skipASCII(bytes, from: index)
                guard index < bytes.count else { break }
                guard begin(bytes[index]) else { return false }
            } else {
                guard bytes[index] >= lowest, bytes[index] <= highest else { return false }
                (due, lowest, highest) = (due - 1, 0x80, 0xBF)
            }
            index += 1
        }
        return true
    }

    /// The index of the first byte that is not ASCII; eight at a time.
    private static func skipASCII(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index + 8 <= bytes.count,
            bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
            index += 8
        }
        while index < bytes.count, bytes[index] < 0x80 { index += 1 }
        return index
    }

    /// Takes the first byte of a character that is not ASCII.
    private mutating func begin(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xC2...0xDF: due = 1
        case 0xE0: (due, lowest) = (2, 0xA0)
        case 0xED: (due, highest) = (2, 0x9F)
        case 0xE1...0xEF: due = 2
        case 0xF0: (due, lowest) = (3, 0x90)
        case 0xF1...0xF3: due = 3
        case 0xF4: (due, highest) = (3, 0x8F)
        default: return false
        }
        return true
    }
}
