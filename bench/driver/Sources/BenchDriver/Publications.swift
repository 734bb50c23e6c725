import NIOCore

/// Requests that publish, each with the key by which its message is known.
struct Publications: Sendable {
    let address: Address
    let requests: [ByteBuffer]
    let keys: [Int64]

    init(_ targets: Targets, to address: Address, key: String) throws {
        self.address = address
        requests = targets.requests(to: address)
        let scanner = KeyScanner(key: key)
        keys = try targets.lines.enumerated().map { index, line in
            guard let value = scanner.value(in: line.body) else {
                throw DriverError("request \(index + 1) of the targets has no \"\(key)\":N in its body")
            }
            return value
        }
    }

    /// Throws unless the first `count` requests have different keys.
    func checkDistinct(_ count: Int) throws {
        let distinct = Set(keys.prefix(count)).count
        if distinct < count {
            throw DriverError(
                "\(count) publications need as many lines of targets, each with a key of its own; the first \(count) have "
                    + "\(distinct): write more, or lower --rate or --seconds")
        }
    }

    /// Throws if two publishers could wait for the same key at a time, as neither would know whose message came.
    func checkKeys(publishers: Int) throws {
        var owners: [Int64: Int] = [:]
        for publisher in 0..<publishers {
            var line = publisher % keys.count
            repeat {
                if let other = owners.updateValue(publisher, forKey: keys[line]), other != publisher {
                    throw DriverError(
                        "publishers \(other) and \(publisher) would both publish key \(keys[line]): publisher p takes the "
                            + "lines p, p+P, p+2P ... of the targets, so put keys of its own on them")
                }
                line += publishers
            } while line < keys.count
        }
    }
}
