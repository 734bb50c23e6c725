import FoundationEssentials

/// Arrivals put together with what was published.
struct Deliveries {
    let latencies: Latencies
    private let rows: [Row]

    var count: Int { rows.count }

    private struct Row {
        let key, sent, delivered: Int64
    }

    /// - Parameters:
    ///   - keys: Of the publications, each once.
    ///   - sent: When each was sent. Arrivals with other keys are left out.
    init(keys: [Int64], sent: [Int64], parts: [Arrivals]) {
        let times = Dictionary(uniqueKeysWithValues: zip(keys, sent))
        var latencies = Latencies()
        var rows: [Row] = []
        rows.reserveCapacity(parts.reduce(0) { $0 + $1.keys.count })
        for part in parts {
            for (key, delivered) in zip(part.keys, part.times) {
                guard let sent = times[key] else { continue }
                latencies.record(nanoseconds: delivered - sent)
                rows.append(Row(key: key, sent: sent, delivered: delivered))
            }
        }
        self.latencies = latencies
        self.rows = rows
    }

    /// Three little-endian Int64 for each delivery: key, sent, delivered; times have `offset` added.
    func write(to file: String, offset: Int64) throws {
        var data = Data(capacity: rows.count * 24)
        for row in rows {
            for value in [row.key, row.sent + offset, row.delivered + offset] {
                withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
            }
        }
        do {
            try data.write(to: URL(filePath: file))
        } catch {
            throw DriverError("cannot write the samples to \(file): \(error)")
        }
    }
}
