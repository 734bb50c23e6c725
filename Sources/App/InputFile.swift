import Glibc

/// A file that somebody names on the command line. It may be a pipe, which Foundation does not read.
enum InputFile {
    private static let chunk = 64 << 10

    /// - Parameter limit: How many bytes there may be.
    static func bytes(of path: String, limit: Int) throws(StartError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            var (status, fault) = (0, CInt(0))
            let more = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
                status = Glibc.read(descriptor, buffer.baseAddress, chunk)
                fault = errno
                count = max(0, status)
            }
            if status < 0, fault == EINTR { continue }
            guard status >= 0 else { throw failure(path, fault) }
            guard status > 0 else { return bytes }
            bytes += more
        }
        throw StartError("\(path) has more than \(limit) bytes (import-limit)")
    }

    private static func failure(_ path: String, _ fault: CInt) -> StartError {
        StartError("cannot read \(path): \(String(cString: strerror(fault)))")
    }
}
