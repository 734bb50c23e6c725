import Glibc

/// Standard output and error, written at once and without buffers: what is printed can be read.
enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Writes a line. A stream that nobody reads any more is no reason to stop.
    func writeLine(_ line: String) {
        var line = line
        line.append("\n")
        line.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = write(rawValue, rest.baseAddress, rest.count)
                if written < 0, errno == EINTR || errno == EAGAIN { continue }
                guard written > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }
}
