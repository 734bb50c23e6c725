import HTTPTypes

/// The media types that a client takes, and how gladly (RFC 9110, section 12.5.1).
struct AcceptedTypes {
    private var qualities: [String: Double] = [:]

    init(_ headers: HTTPFields) {
        for element in (headers[.accept] ?? "*/*").lowercased().split(separator: ",") {
            let parts = element.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let type = parts.first else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            qualities[type] = quality ?? 1
        }
    }

    /// Whether the client would rather have one type than the other, which it gets if it does not care.
    func prefers(_ type: String, to other: String) -> Bool {
        quality(of: type) > quality(of: other)
    }

    /// The most specific range counts.
    private func quality(of type: String) -> Double {
        let family = type.prefix { $0 != "/" } + "/*"
        return qualities[type] ?? qualities[String(family)] ?? qualities["*/*"] ?? 0
    }
}
