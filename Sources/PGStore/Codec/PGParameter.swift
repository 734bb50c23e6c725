/// One value on its way to PostgreSQL, in binary form.
public struct PGParameter: Sendable, Hashable {
    enum Storage: Sendable, Hashable {
        case null
        /// The lowest `length` bytes of `bits`, sent with the most significant first.
        case integer(bits: UInt64, length: UInt8)
        case string(String)
        case bytes([UInt8])
    }

    public let type: PGType
    let storage: Storage

    init(type: PGType, storage: Storage) {
        self.type = type
        self.storage = storage
    }

    /// A value whose binary form the caller has made.
    public init(type: PGType, bytes: [UInt8]?) {
        self.init(type: type, storage: bytes.map { .bytes($0) } ?? .null)
    }

    /// The same value, named as another type with the same binary form.
    func retyped(_ type: PGType) -> PGParameter { PGParameter(type: type, storage: storage) }

    /// Appends the value's bytes, and returns how many they are; nil for NULL.
    func append(to buffer: inout [UInt8]) -> Int? {
        switch storage {
        case .null:
            return nil
        case .integer(let bits, let length):
            withUnsafeBytes(of: bits.bigEndian) { buffer.append(contentsOf: $0.suffix(Int(length))) }
            return Int(length)
        case .string(let string):
            let before = buffer.count
            buffer.append(contentsOf: string.utf8)
            return buffer.count - before
        case .bytes(let bytes):
            buffer.append(contentsOf: bytes)
            return bytes.count
        }
    }

    /// Roughly what the value takes on the wire.
    var byteCount: Int {
        switch storage {
        case .null: 4
        case .integer(_, let length): 4 + Int(length)
        case .string(let string): 4 + string.utf8.count
        case .bytes(let bytes): 4 + bytes.count
        }
    }
}
