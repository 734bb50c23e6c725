/// The times that a quiz file may hold.
enum QuizTimestamp {
    /// Whether the text is a time of RFC 3339 with an offset, and one that PostgreSQL's `timestamptz` takes as well:
    /// in the years 1 to 9999, without leap seconds, and at most 14:59 away from UTC.
    static func isValid(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        guard let year = number(&rest, digits: 4), skip(&rest, "-"),
            let month = number(&rest, digits: 2), skip(&rest, "-"),
            let day = number(&rest, digits: 2), skip(&rest, "T") || skip(&rest, "t") || skip(&rest, " "),
            let hour = number(&rest, digits: 2), skip(&rest, ":"),
            let minute = number(&rest, digits: 2), skip(&rest, ":"),
            let second = number(&rest, digits: 2)
        else { return false }
        guard year >= 1, (1...12).contains(month), (1...days(in: month, of: year)).contains(day) else { return false }
        guard hour < 24, minute < 60, second < 60 else { return false }
        if skip(&rest, ".") {
            let fraction = rest.prefix { $0.isASCIIDigit }
            guard (1...9).contains(fraction.count) else { return false }
            rest = rest.dropFirst(fraction.count)
        }
        if skip(&rest, "Z") || skip(&rest, "z") { return rest.isEmpty }
        guard skip(&rest, "+") || skip(&rest, "-"),
            let offsetHours = number(&rest, digits: 2), skip(&rest, ":"),
            let offsetMinutes = number(&rest, digits: 2)
        else { return false }
        return offsetHours < 15 && offsetMinutes < 60 && rest.isEmpty
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(_ rest: inout ArraySlice<UInt8>, digits: Int) -> Int? {
        let taken = rest.prefix(digits)
        guard taken.count == digits, taken.allSatisfy(\.isASCIIDigit) else { return nil }
        rest = rest.dropFirst(digits)
        return taken.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func skip(_ rest: inout ArraySlice<UInt8>, _ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }
}
