import FoundationEssentials
import NIOCore

/// The requests of a file, one a line: METHOD PATH JSON, the last of which may be missing. A line "Name: value" is a
/// header of the requests below it, until the next such line: clients of different games have different tokens.
struct Targets {
    struct Line: Equatable {
        let method, path, body: String
        var header = ""
    }

    let lines: [Line]

    init(file: String) throws {
        let text: String
        do {
            text = try String(contentsOf: URL(filePath: file), encoding: .utf8)
        } catch {
            throw DriverError("cannot read the targets in \(file): \(error)")
        }
        do {
            try self.init(text: text)
        } catch {
            throw DriverError("\(file), \(error)")
        }
    }

    init(text: String) throws {
        var lines: [Line] = []
        var header = ""
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            let parts = line.split(separator: " ", maxSplits: 2)
            if parts.count >= 2, parts[0].last == ":" {
                header = String(line)
                continue
            }
            guard parts.count >= 2, parts[0].allSatisfy({ $0.isASCII && $0.isUppercase }), parts[1].hasPrefix("/")
            else {
                throw DriverError(
                    "line \(index + 1): expected METHOD /PATH JSON or Name: value, found \(line.prefix(100))")
            }
            let body = parts.count == 3 ? String(parts[2]) : ""
            lines.append(Line(method: String(parts[0]), path: String(parts[1]), body: body, header: header))
        }
        if lines.isEmpty { throw DriverError("no request in it: expected METHOD /PATH JSON") }
        self.lines = lines
    }

    /// Each request as it goes over the wire to `address`.
    func requests(to address: Address) -> [ByteBuffer] {
        return lines.map { line in
            var head = "\(line.method) \(line.path) HTTP/1.1\r\nHost: \(address.authority)\r\n"
            if !line.header.isEmpty { head += line.header + "\r\n" }
            if !line.body.isEmpty {
                head += "Content-Type: application/json\r\nContent-Length: \(line.body.utf8.count)\r\n"
            }
            return ByteBuffer(string: head + "\r\n" + line.body)
        }
    }
}

/// Which lines a client of several takes: its own number's, then each further one by as many as there are clients, and
/// again from its first.
struct TargetCursor {
    private let first, step, count: Int
    private var current: Int

    init(client: Int, of clients: Int, lines: Int) {
        first = client % lines
        step = clients
        count = lines
        current = first
    }

    mutating func next() -> Int {
        let line = current
        current += step
        if current >= count { current = first }
        return line
    }
}
