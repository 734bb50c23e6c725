/// A type that can be made from a column's value in binary form.
public protocol PGDecodable {
    /// - Parameters:
    ///   - bytes: Valid only during the call.
    ///   - type: What PostgreSQL says the column's type is.
    init(pgBinary bytes: UnsafeRawBufferPointer, type: PGType) throws(PGError)

    /// What NULL becomes. Throws unless the type says otherwise, as `Optional` does.
    static func pgNull() throws(PGError) -> Self
}

extension PGDecodable {
    public static func pgNull() throws(PGError) -> Self { throw .decoding("NULL where \(Self.self) is wanted") }
}

extension Optional: PGDecodable where Wrapped: PGDecodable {
    public init(pgBinary bytes: UnsafeRawBufferPointer, type: PGType) throws(PGError) {
        self = try Wrapped(pgBinary: bytes, type: type)
    }

    public static func pgNull() throws(PGError) -> Self { nil }
}

extension Bool: PGDecodable {
    public init(pgBinary bytes: UnsafeRawBufferPointer, type: PGType) throws(PGError) {
        guard type == .bool, bytes.count == 1 else { throw .mismatch(type, Self.self) }
        self = bytes[0] != 0
    }
}

/// All integers, which widen to whatever holds them, and are refused, never cut, where it does not.
extension FixedWidthInteger where Self: PGDecodable {
    public init(pgBinary bytes: UnsafeRawBufferPointer, type: PGType) throws(PGError) {
        let value: Self?
        switch (type, bytes.count) {
        case (.int2, 2): value = Self(exactly: Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        case (.int4, 4): value = Self(exactly: Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        case (.int8, 8): value = Self(exactly: Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        case (.oid, 4), (.xid, 4):
            value = Self(exactly: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)))
        case (.xid8, 8): value = Self(exactly: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
        default: throw .mismatch(type, Self.self)
        }
        guard let value else { throw .decoding("a value out of range for \(Self.self)") }
        self = value
    }
}

extension Int16: PGDecodable {}
extension Int32: PGDecodable {}
extension Int64: PGDecodable {}
extension Int: PGDecodable {}
extension UInt32: PGDecodable {}
extension UInt64: PGDecodable {}

extension Double: PGDecodable {
    public init(pgBinary bytes: UnsafeRawBufferPointer, type: PGType) throws(PGError) {
        switch (type, bytes.count) {
        case (.float8, 8):
            self.init(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
        case (.float4, 4):
            self.init(Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))))
        default: throw .mismatch(type, Self.self)
        }
    }
}

extension String: PGDecodable {
    public init(pgBinary bytes: UnsafeRawBufferPointer, type: PGType) throws(PGError) {
        self.init(decoding: try bytes.text(of: type, as: Self.self), as: UTF8.self)
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes of a text, in the session's encoding, which is UTF-8.
    func text(of type: PGType, as wanted: Any.Type) throws(PGError) -> UnsafeRawBufferPointer {
        if type.isText { return self }
        // jsonb's binary form is a version, 1, and the text.
        guard type == .jsonb, first == 1 else { throw .mismatch(type, wanted) }
        return UnsafeRawBufferPointer(rebasing: dropFirst())
    }
}

extension PGError {
    static func mismatch(_ type: PGType, _ wanted: Any.Type) -> PGError {
        .decoding("a column of type \(type.rawValue) is not a \(wanted)")
    }
}
