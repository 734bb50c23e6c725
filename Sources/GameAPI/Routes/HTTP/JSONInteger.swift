/// A JSON number without a fractional part, however it is written: 1000, 1000.0 and 1e3 are one.
enum JSONInteger: Equatable {
    case fits(Int64)
    /// An integer outside of 64 bits.
    case outOfRange

    /// The digits of 2⁶³.
    private static let mostDigits = 19

    /// Nil for a number with a fractional part. `number` is a number as RFC 8259 writes it.
    init?(_ number: String) {
        if let integer = Int64(number) {
            self = .fits(integer)
            return
        }
        let parts = number.split(maxSplits: 1) { $0 == "e" || $0 == "E" }
        let sign = number.first == "-" ? "-" : ""
        let mantissa = parts[0].drop { $0 == "-" }.split(separator: ".")
        var digits = mantissa.joined().drop { $0 == "0" }
        guard !digits.isEmpty else {
            self = .fits(0)
            return
        }
        // Past 32 bits it is more than any number has digits.
        let exponent = parts.count == 1 ? 0 : Int32(parts[1]) ?? (parts[1].first == "-" ? .min : .max)
        var zeros = Int(exponent) - (mantissa.count == 1 ? 0 : mantissa[1].count)
        while zeros < 0, digits.last == "0" {
            digits.removeLast()
            zeros += 1
        }
        guard zeros >= 0 else { return nil }
        guard zeros <= Self.mostDigits else {
            self = .outOfRange
            return
        }
        self = Int64(sign + digits + String(repeating: "0", count: zeros)).map { .fits($0) } ?? .outOfRange
    }
}
