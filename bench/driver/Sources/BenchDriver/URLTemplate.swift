/// A URL that may hold `{n}`, a connection's number; `{n%K}`, that modulo K; and with `+A`, as in `{n%1000+1}`, A more.
struct URLTemplate {
    private let parts: [Part]

    private enum Part {
        case text(String)
        case number(modulo: Int, plus: Int)
    }

    init(_ text: String) throws {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}"), let part = Self.number(rest[open..<close].dropFirst())
            else { throw DriverError("\(text): only {n}, {n%K} and {n%K+A} may be in braces") }
            parts.append(.text(String(rest[..<open])))
            parts.append(part)
            rest = rest[close...].dropFirst()
        }
        self.parts = parts + [.text(String(rest))]
    }

    func url(_ number: Int) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .number(let modulo, let plus): String(number % modulo + plus)
            }
        }.joined()
    }

    private static func number(_ text: Substring) -> Part? {
        guard text.first == "n" else { return nil }
        let sum = text.dropFirst().split(separator: "+", omittingEmptySubsequences: false)
        guard sum.count <= 2 else { return nil }
        guard let plus = sum.count == 2 ? Int(sum[1]) : 0 else { return nil }
        guard let factor = sum.first, !factor.isEmpty else { return .number(modulo: .max, plus: plus) }
        guard factor.first == "%", let modulo = Int(factor.dropFirst()), modulo > 0 else { return nil }
        return .number(modulo: modulo, plus: plus)
    }
}
