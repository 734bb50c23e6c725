import CLibPQ

/// Owns one `PGcancel`, which outlives its connection and may be used on any thread, at any time, says libpq.
///
/// Unchecked because of the pointer: what it points to is only read until `deinit` frees it.
final class RawCancel: @unchecked Sendable {
    private let pointer: OpaquePointer

    init?(of connection: OpaquePointer) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    deinit { PQfreeCancel(pointer) }

    /// Asks the server to stop what the connection is doing, and waits until the signal has been given. Blocks.
    /// Returns why that failed, nil if it did not.
    func send() -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            buffer.initialize(repeating: 0)
            if PQcancel(pointer, buffer.baseAddress, Int32(buffer.count)) == 1 { return nil }
            return buffer.baseAddress.map { String(cString: $0).trimmingEnd() } ?? ""
        }
    }
}
