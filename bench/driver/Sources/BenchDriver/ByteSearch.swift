#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Text to be found in bytes.
struct ByteSearch: Sendable {
    private let needle: [UInt8]

    /// - Parameter text: Empty: nothing is found.
    init(_ text: String) { needle = Array(text.utf8) }

    var isEmpty: Bool { needle.isEmpty }
    var count: Int { needle.count }

    /// The offset of the first place at `start` or behind it.
    func first(in bytes: UnsafeRawBufferPointer, from start: Int = 0) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        return needle.withUnsafeBytes { needle in
            guard let wanted = needle.baseAddress else { return nil }
            var at = start
            while at + needle.count <= bytes.count {
                let places = bytes.count - needle.count + 1 - at
                guard let found = memchr(base + at, Int32(needle[0]), places) else { return nil }
                if memcmp(found, wanted, needle.count) == 0 { return base.distance(to: UnsafeRawPointer(found)) }
                at = base.distance(to: UnsafeRawPointer(found)) + 1
            }
            return nil
        }
    }
}
