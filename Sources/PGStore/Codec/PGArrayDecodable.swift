/// A type of which arrays can be decoded.
public protocol PGArrayDecodable {
    static func pgDecode(array bytes: UnsafeRawBufferPointer, type: PGType) throws(PGError) -> [Self]
}

extension PGArrayDecodable where Self: PGDecodable {
    public static func pgDecode(array bytes: UnsafeRawBufferPointer, type: PGType) throws(PGError) -> [Self] {
        var reader = ByteReader(bytes)
        guard let dimensions = reader.int32(), reader.int32() != nil, let element = reader.int32() else {
            throw .mismatch(type, [Self].self)
        }
        if dimensions == 0 { return [] }
        guard dimensions == 1, let count = reader.int32(), count >= 0, reader.int32() != nil else {
            throw .decoding("an array of \(dimensions) dimensions")
        }
        let elementType = PGType(UInt32(bitPattern: element))
        var array: [Self] = []
        array.reserveCapacity(min(Int(count), bytes.count / 4))
        for _ in 0..<count {
            guard let length = reader.int32() else { throw .decoding("an array that ends early") }
            if length < 0 {
                array.append(try Self.pgNull())
            } else {
                guard let value = reader.bytes(Int(length)) else { throw .decoding("an array that ends early") }
                array.append(try Self(pgBinary: value, type: elementType))
            }
        }
        return array
    }
}

extension Bool: PGArrayDecodable {}
extension Int16: PGArrayDecodable {}
extension Int32: PGArrayDecodable {}
extension Int64: PGArrayDecodable {}
extension Int: PGArrayDecodable {}
extension Double: PGArrayDecodable {}
extension String: PGArrayDecodable {}
extension Optional: PGArrayDecodable where Wrapped: PGDecodable {}

extension UInt8: PGArrayDecodable {
    /// Bytes: of a `bytea`, or of a text as it stands, without a look at its encoding.
    public static func pgDecode(array bytes: UnsafeRawBufferPointer, type: PGType) throws(PGError) -> [UInt8] {
        type == .bytea ? [UInt8](bytes) : [UInt8](try bytes.text(of: type, as: [UInt8].self))
    }
}

extension Array: PGDecodable where Element: PGArrayDecodable {
    public init(pgBinary bytes: UnsafeRawBufferPointer, type: PGType) throws(PGError) {
        self = try Element.pgDecode(array: bytes, type: type)
    }
}

extension Array: PGArrayDecodable where Element == UInt8 {}

/// Reads big-endian fields one after another; nil past the end.
struct ByteReader {
    private var rest: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

    mutating func bytes(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count <= rest.count else { return nil }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count)) }
        return UnsafeRawBufferPointer(rebasing: rest.prefix(count))
    }

    mutating func int32() -> Int32? {
        bytes(4).map { Int32(bigEndian: $0.loadUnaligned(as: Int32.self)) }
    }
}
