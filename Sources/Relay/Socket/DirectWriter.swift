import Glibc
import NIOCore

/// Writes to a connection past its channel: the channel's queue takes as long as half of the system call for a small write.
///
/// To be used only while the channel is open and has nothing left to write itself: what it holds would be overtaken, and the
/// descriptor of a closed connection may be another's. Nothing that changes bytes may stand in the pipeline.
struct DirectWriter {
    private let descriptor: CInt

    /// Nil where the channel has no descriptor, as in tests, or something to write.
    init?(_ channel: any Channel) {
        do {
            guard try channel.syncOptions?.getOption(.bufferedWritableBytes) == 0,
                let descriptor = try channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(
                    of: CInt.self, { $0 })
            else { return nil }
            self.descriptor = descriptor
        } catch {
            return nil
        }
    }

    /// - Returns: How many of the bytes have been taken. After an error it is none: the channel meets it too, when it is
    ///   given the rest.
    func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        max(0, send(descriptor, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL)))
    }
}
