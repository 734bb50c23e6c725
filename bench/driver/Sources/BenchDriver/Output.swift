import FoundationEssentials

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Standard output holds the events, a JSON object a line; standard error is for people.
enum Output {
    /// Says that the measured phase begins.
    static func begin() throws { try event(Begin()) }

    /// Prints one event. Its members are written in snake_case.
    static func event(_ event: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = .sortedKeys
        var line = try encoder.encode(event)
        line.append(UInt8(ascii: "\n"))
        try put([UInt8](line), to: STDOUT_FILENO)
    }

    static func complain(_ text: String) {
        do {
            try put(Array("bench-driver: \(text)\n".utf8), to: STDERR_FILENO)
        } catch {
            // Nobody reads standard error: there is nowhere left to say so.
        }
    }

    private static func put(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw DriverError("cannot write to descriptor \(descriptor): \(String(cString: strerror(errno)))")
            }
            rest = rest.dropFirst(count)
        }
    }

    private struct Begin: Encodable {
        let event = "begin"
    }
}
