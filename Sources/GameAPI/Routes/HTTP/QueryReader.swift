import Hummingbird

/// Reads query parameters and collects what is wrong with them; unknown ones are not looked at.
struct QueryReader {
    private let parameters: Parameters
    private var errors: [FieldError] = []

    init(_ request: Request) {
        parameters = request.uri.queryParameters
        if String(validating: Self.decoded(request.uri.query ?? ""), as: UTF8.self) == nil {
            fail("query", "must be UTF-8, percent-encoded")
        }
    }

    /// Without the percent-encoding; a percent sign that is none of it stands for itself.
    private static func decoded(_ query: String) -> [UInt8] {
        var rest = Array(query.utf8)[...]
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// An integer of a range; nil when it is left out or faulty.
    mutating func int(_ name: String, _ range: ClosedRange<Int>) -> Int? {
        int64(name, Int64(range.lowerBound)...Int64(range.upperBound)).map { Int($0) }
    }

    /// An integer of a range that is not negative; nil when it is left out or faulty.
    mutating func int64(_ name: String, _ range: ClosedRange<Int64>) -> Int64? {
        guard let text = single(name) else { return nil }
        guard let value = Int64(digits: text), range.contains(value) else {
            fail(name, "must be an integer from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    /// One of several words; nil when it is left out or faulty.
    mutating func choice<Choice>(_ name: String, of _: Choice.Type = Choice.self) -> Choice?
    where Choice: RawRepresentable<String> & CaseIterable {
        guard let text = single(name) else { return nil }
        guard let choice = Choice(rawValue: String(text)) else {
            fail(name, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        return choice
    }

    /// `true` or `false`; false when it is left out or faulty.
    mutating func flag(_ name: String) -> Bool {
        switch single(name) {
        case nil, "false": return false
        case "true": return true
        default:
            fail(name, "must be true or false")
            return false
        }
    }

    /// Text with so many characters; nil when it is left out or faulty.
    mutating func string(_ name: String, _ count: ClosedRange<Int>) -> String? {
        guard let text = single(name) else { return nil }
        guard count.contains(text.unicodeScalars.count), !text.unicodeScalars.contains("\0") else {
            fail(name, "must have \(count.lowerBound) to \(count.upperBound) characters, and no NUL")
            return nil
        }
        return String(text)
    }

    /// Throws all faults at once; to be called before anything that was read is used.
    func finish() throws(Problem) {
        guard errors.isEmpty else { throw .invalid("Some query parameters are wrong; see errors.", errors: errors) }
    }

    private mutating func single(_ name: String) -> Substring? {
        let values = parameters[values: name[...]]
        if values.count > 1 {
            fail(name, "must be given once")
            return nil
        }
        return values.first
    }

    private mutating func fail(_ name: String, _ detail: String) {
        errors.append(FieldError(name, detail))
    }
}
