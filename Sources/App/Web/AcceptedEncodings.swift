import HTTPTypes

/// The encodings that a client takes (RFC 9110, section 12.5.3).
struct AcceptedEncodings {
    private var qualities: [String: Double] = [:]

    init(_ headers: HTTPFields) {
        for element in (headers[.acceptEncoding] ?? "").lowercased().split(separator: ",") {
            let parts = element.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let encoding = parts.first else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
            qualities[encoding] = quality ?? 1
        }
    }

    /// Whether to send gzip. `identity` is as good as it says, and where it says nothing, no reason against gzip.
    var allowsGzip: Bool {
        let gzip = qualities["gzip"] ?? qualities["x-gzip"] ?? qualities["*"] ?? 0
        return gzip > 0 && gzip >= qualities["identity"] ?? 0
    }
}
