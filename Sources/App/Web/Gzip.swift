import CZlib

/// Compresses for `Content-Encoding: gzip` (RFC 1952).
enum Gzip {
    /// The bytes compressed as one gzip member; nil if zlib has no memory.
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard podium_gzip_init(&stream) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var input = bytes
        return input.withUnsafeMutableBufferPointer { input in
            // Never more than the bound, so that one call writes all.
            let bound = Int(deflateBound(&stream, uLong(input.count)))
            var isWhole = false
            let output = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                stream.next_in = input.baseAddress
                stream.avail_in = uInt(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = uInt(output.count)
                isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
                count = Int(stream.total_out)
            }
            return isWhole ? output : nil
        }
    }
}
