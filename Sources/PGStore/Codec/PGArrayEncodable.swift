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
        bytes.append(bigEndian: Int32(array.isEmpty ? 0 : 1))
        let hasNull = bytes.count
        bytes.append(bigEndian: 0)
        bytes.append(bigEndian: Int32(bitPattern: pgType.rawValue))
        if !array.isEmpty {
            bytes.append(bigEndian: Int32(array.count))
            bytes.append(bigEndian: 1)
        }
        for element in array {
            let start = bytes.count
            bytes.append(bigEndian: -1)
            if let length = element.pgEncode().append(to: &bytes) {
                bytes.replace(at: start, bigEndian: Int32(length))
            } else {
                bytes.replace(at: hasNull, bigEndian: 1)
            }
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
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    mutating func replace(at index: Int, bigEndian value: Int32) {
        withUnsafeMutableBytes { $0.storeBytes(of: value.bigEndian, toByteOffset: index, as: Int32.self) }
    }
}
