/// A JSON number without a fractional part.
enum JSONInteger: Equatable {
    case fits(Int64)
    /// An integer outside of 64 bits, or one that cannot be told exactly.
    case outOfRange

    /// Nil for a number with a fractional part. `number` is a number as RFC 8259 writes it.
    init?(_ number: String) {
        if let integer = Int64(number) {
            self = .fits(integer)
        } else if number.utf8.allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: "-") }) {
            self = .outOfRange
        } else {
            // 1.0 and 1e3: a Double tells integers exactly up to 2⁵³, and nobody writes larger ones so.
            guard let double = Double(number), double.isFinite else {
                self = .outOfRange
                return
            }
            guard double.rounded(.towardZero) == double else { return nil }
            self = abs(double) <= 0x1p53 ? .fits(Int64(double)) : .outOfRange
        }
    }
}
