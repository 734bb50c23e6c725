/// A type whose values can be parameters of a statement.
public protocol PGEncodable: Sendable {
    /// What PostgreSQL is told the parameter's type is. A statement may cast it: `$1::jsonb`.
    static var pgType: PGType { get }
    func pgEncode() -> PGParameter
}

extension Bool: PGEncodable {
    public static var pgType: PGType { .bool }
    public func pgEncode() -> PGParameter {
        PGParameter(type: .bool, storage: .integer(bits: self ? 1 : 0, length: 1))
    }
}

extension Int16: PGEncodable {
    public static var pgType: PGType { .int2 }
    public func pgEncode() -> PGParameter {
        PGParameter(type: .int2, storage: .integer(bits: UInt64(truncatingIfNeeded: self), length: 2))
    }
}

extension Int32: PGEncodable {
    public static var pgType: PGType { .int4 }
    public func pgEncode() -> PGParameter {
        PGParameter(type: .int4, storage: .integer(bits: UInt64(truncatingIfNeeded: self), length: 4))
    }
}

extension Int64: PGEncodable {
    public static var pgType: PGType { .int8 }
    public func pgEncode() -> PGParameter {
        PGParameter(type: .int8, storage: .integer(bits: UInt64(bitPattern: self), length: 8))
    }
}

extension Int: PGEncodable {
    public static var pgType: PGType { .int8 }
    public func pgEncode() -> PGParameter { Int64(self).pgEncode() }
}

extension Double: PGEncodable {
    public static var pgType: PGType { .float8 }
    public func pgEncode() -> PGParameter {
        PGParameter(type: .float8, storage: .integer(bits: bitPattern, length: 8))
    }
}

extension String: PGEncodable {
    public static var pgType: PGType { .text }
    public func pgEncode() -> PGParameter { PGParameter(type: .text, storage: .string(self)) }
}

extension Optional: PGEncodable where Wrapped: PGEncodable {
    public static var pgType: PGType { Wrapped.pgType }
    public func pgEncode() -> PGParameter {
        self?.pgEncode() ?? PGParameter(type: Wrapped.pgType, storage: .null)
    }
}
