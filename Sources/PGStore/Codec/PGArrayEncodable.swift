/// A type of which an array can be a parameter.
///
/// `[UInt8]` is a `bytea`, arrays of everything else are arrays to PostgreSQL too.
public protocol PGArrayElement: Sendable {
    static var pgArrayType: PGType { get }
    static func pgEncode(array: [Self]) -> PGParameter
}

extension PGArrayElement where Self: PGEncodable {
    public static func pgEncode(array: [Self]) -> PGParameter {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20 + array.count * 12)
        let values = array.map { $0.pgEncode() }
        bytes.append(bigEndian: Int32(array.isEmpty ? 0 : 1))
        bytes.append(bigEndian: Int32(values.contains { $0.storage == .null } ? 1 : 0))
        bytes.append(bigEndian: Int32(bitPattern: pgType.rawValue))
        if !array.isEmpty {
            bytes.append(bigEndian: Int32(array.count))
            bytes.append(bigEndian: 1)
        }
        for value in values {
            let start = bytes.count
            bytes.append(bigEndian: -1)
            guard let length = value.append(to: &bytes) else { continue }
            bytes.replace(at: start, bigEndian: Int32(length))
        }
        return PGParameter(type: pgArrayType, bytes: bytes)
    }
}

extension Bool: PGArrayElement { public static var pgArrayType: PGType { .boolArray } }
extension Int16: PGArrayElement { public static var pgArrayType: PGType { .int2Array } }
extension Int32: PGArrayElement { public static var pgArrayType: PGType { .int4Array } }
extension Int64: PGArrayElement { public static var pgArrayType: PGType { .int8Array } }
extension Int: PGArrayElement { public static var pgArrayType: PGType { .int8Array } }
extension Double: PGArrayElement { public static var pgArrayType: PGType { .float8Array } }
extension String: PGArrayElement { public static var pgArrayType: PGType { .textArray } }

extension Optional: PGArrayElement where Wrapped: PGArrayElement & PGEncodable {
    public static var pgArrayType: PGType { Wrapped.pgArrayType }
}

extension UInt8: PGArrayElement {
    public static var pgArrayType: PGType { .bytea }
    public static func pgEncode(array: [UInt8]) -> PGParameter { PGParameter(type: .bytea, bytes: array) }
}

extension Array: PGEncodable where Element: PGArrayElement {
    public static var pgType: PGType { Element.pgArrayType }
    public func pgEncode() -> PGParameter { Element.pgEncode(array: self) }
}

extension Array: PGArrayElement where Element == UInt8 {
    public static var pgArrayType: PGType { .byteaArray }
}

extension [UInt8] {
    mutating func append(bigEndian value: Int32) {
        let bits = UInt32(bitPattern: value)
        append(UInt8(truncatingIfNeeded: bits &>> 24))
        append(UInt8(truncatingIfNeeded: bits &>> 16))
        append(UInt8(truncatingIfNeeded: bits &>> 8))
        append(UInt8(truncatingIfNeeded: bits))
    }

    mutating func replace(at index: Int, bigEndian value: Int32) {
        let bits = UInt32(bitPattern: value)
        self[index] = UInt8(truncatingIfNeeded: bits &>> 24)
        self[index + 1] = UInt8(truncatingIfNeeded: bits &>> 16)
        self[index + 2] = UInt8(truncatingIfNeeded: bits &>> 8)
        self[index + 3] = UInt8(truncatingIfNeeded: bits)
    }
}
