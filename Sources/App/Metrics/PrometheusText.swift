/// The labels of a series, as they are written.
struct PrometheusLabels: Hashable, Sendable {
    /// `method="GET",status="200"`, by name; empty without labels.
    let text: String

    init(_ dimensions: [(String, String)]) {
        text =
            dimensions
            .map { "\(PrometheusText.name($0))=\"\(PrometheusText.escaped($1))\"" }
            .sorted()
            .joined(separator: ",")
    }

    /// In braces, with one more label if given; nothing without any.
    func braced(with extra: String? = nil) -> String {
        let all = [text, extra ?? ""].filter { !$0.isEmpty }.joined(separator: ",")
        return all.isEmpty ? "" : "{\(all)}"
    }
}

/// Writes the text format 0.0.4 of Prometheus.
struct PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private var text = ""
    private var family = ""

    mutating func add(_ counter: PrometheusCounter, _ key: PrometheusMetrics.Key) {
        begin(key.name, type: "counter")
        line(key.name, key.labels.braced(), counter.value)
    }

    mutating func add(_ gauge: PrometheusGauge, _ key: PrometheusMetrics.Key) {
        begin(key.name, type: "gauge")
        line(key.name, key.labels.braced(), gauge.value)
    }

    mutating func add(_ histogram: PrometheusHistogram, _ key: PrometheusMetrics.Key) {
        begin(key.name, type: "histogram")
        let values = histogram.values
        var total = 0
        for (bound, count) in zip(histogram.bounds + [.infinity], values.counts) {
            total += count
            line(key.name + "_bucket", key.labels.braced(with: "le=\"\(Self.number(bound))\""), Double(total))
        }
        line(key.name + "_sum", key.labels.braced(), values.sum)
        line(key.name + "_count", key.labels.braced(), Double(total))
    }

    consuming func finish() -> String { text }

    private mutating func begin(_ name: String, type: String) {
        guard name != family else { return }
        family = name
        text += "# TYPE \(name) \(type)\n"
    }

    private mutating func line(_ name: String, _ labels: String, _ value: Double) {
        text += "\(name)\(labels) \(Self.number(value))\n"
    }

    /// A name that Prometheus takes, with the ending that its users expect.
    static func name(_ label: String, ending: String = "") -> String {
        var name = String(
            String.UnicodeScalarView(
                label.unicodeScalars.map { $0.isASCII && ($0.properties.isAlphabetic || "0"..."9" ~= $0) ? $0 : "_" }))
        if name.isEmpty || "0"..."9" ~= name.unicodeScalars.first ?? "0" { name = "_" + name }
        return name.hasSuffix(ending) ? name : name + ending
    }

    static func escaped(_ value: String) -> String {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    static func number(_ value: Double) -> String {
        if value == .infinity { return "+Inf" }
        if value == -.infinity { return "-Inf" }
        if value.isNaN { return "NaN" }
        return Int64(exactly: value).map { String($0) } ?? String(value)
    }
}
