import CLibPQ
import Glibc

/// The calls of pipeline mode. `false` means that the connection is broken.
extension RawConnection {
    func sendPrepare(name: String, sql: String, parameters: borrowing RawParameters) -> Bool {
        PQsendPrepare(pointer, name, sql, parameters.count, parameters.types) == 1
    }

    func sendPrepared(name: String, parameters: borrowing RawParameters) -> Bool {
        parameters.withPointers { count, _, values, lengths, formats in
            PQsendQueryPrepared(pointer, name, count, values, lengths, formats, 1) == 1
        }
    }

    func sendQuery(sql: String, parameters: borrowing RawParameters) -> Bool {
        parameters.withPointers { count, types, values, lengths, formats in
            PQsendQueryParams(pointer, sql, count, types, values, lengths, formats, 1) == 1
        }
    }

    /// Ends a group and sends what is buffered.
    func sendSync() -> Bool { PQpipelineSync(pointer) == 1 }

    enum FlushOutcome { case done, pending, failed }

    func flush() -> FlushOutcome {
        switch PQflush(pointer) {
        case 0: .done
        case 1: .pending
        default: .failed
        }
    }

    /// Reads what has arrived. False at the end of the stream; what came before it can still be taken.
    func consumeInput() -> Bool {
        guard PQconsumeInput(pointer) == 1 else { return false }
        guard let session = tlsSession else { return true }
        // OpenSSL may hold decrypted bytes that the descriptor knows nothing of, and nobody would wake us for them.
        while TLSLibrary.pending(session) > 0 {
            guard PQconsumeInput(pointer) == 1 else { return false }
        }
        return true
    }

    var isBusy: Bool { PQisBusy(pointer) != 0 }

    func nextResult() -> RawResult? { PQgetResult(pointer).map(RawResult.init(taking:)) }

    func nextNotification() -> PGNotification? {
        guard let notify = PQnotifies(pointer) else { return nil }
        defer { PQfreemem(notify) }
        return PGNotification(
            channel: String(cString: notify.pointee.relname),
            payload: notify.pointee.extra.map { String(cString: $0) } ?? "", processID: notify.pointee.be_pid)
    }
}

/// The one call of OpenSSL's that is needed and that libpq does not offer. Found at run time, in the OpenSSL that libpq
/// itself has loaded; without it, only bytes that OpenSSL holds back for a moment come late.
enum TLSLibrary {
    private typealias Pending = @convention(c) (UnsafeMutableRawPointer?) -> Int32
    private static let function: Pending? = dlsym(nil, "SSL_pending").map { unsafeBitCast($0, to: Pending.self) }

    static func pending(_ session: UnsafeMutableRawPointer) -> Int32 { function?(session) ?? 0 }
}
