import CLibPQ
import Logging

/// Where a connection's notices go: to the log, never to stderr, as libpq would have it.
///
/// Not Sendable: libpq calls it inside calls of ``RawConnection``, which has one user at a time.
final class NoticeSink {
    private let logger: Logger
    /// The last error that came without a statement being in flight: why the server ended the session.
    private(set) var lastFatal: PGError.ServerError?

    init(logger: Logger) { self.logger = logger }

    func attach(to connection: OpaquePointer) {
        // The connection's owner keeps the sink alive for as long as the connection.
        PQsetNoticeReceiver(
            connection,
            { sink, result in
                guard let sink, let result else { return }
                Unmanaged<NoticeSink>.fromOpaque(sink).takeUnretainedValue().receive(result)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func receive(_ result: OpaquePointer) {
        guard let notice = RawResult.serverError(result) else {
            logger.debug("libpq: \(String(cString: PQresultErrorMessage(result)).trimmingEnd())")
            return
        }
        if notice.severity == "FATAL" || notice.severity == "PANIC" || notice.severity == "ERROR" {
            lastFatal = notice
        }
        logger.debug(
            "PostgreSQL: \(notice.message)",
            metadata: ["severity": "\(notice.severity)", "sqlstate": "\(notice.sqlState)"])
    }
}
