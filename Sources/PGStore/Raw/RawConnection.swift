import CLibPQ
import Glibc
import Logging

/// Owns one `PGconn`, in non-blocking mode.
///
/// Unchecked because of the pointer. libpq lets any thread use a connection as long as no two do at the same time. That
/// holds since the object is handed over, never shared: `Connector` gives it to a blocking thread for one step and
/// touches it again only after that step has reported back through the loop's locked queue; then it belongs to one
/// `PGConnection`, an actor whose jobs all run on one thread.
final class RawConnection: @unchecked Sendable {
    let pointer: OpaquePointer
    private let notices: NoticeSink

    /// Begins to connect. Resolves the host's name, so it may block.
    init?(settings: [String: String], logger: Logger) {
        let pairs = settings.map { (strdup($0.key), strdup($0.value)) }
        defer {
            for (key, value) in pairs {
                free(key)
                free(value)
            }
        }
        let keys = pairs.map { UnsafePointer($0.0) } + [nil]
        let values = pairs.map { UnsafePointer($0.1) } + [nil]
        guard let pointer = PQconnectStartParams(keys, values, 0) else { return nil }
        self.pointer = pointer
        notices = NoticeSink(logger: logger)
        notices.attach(to: pointer)
    }

    deinit {
        // In non-blocking mode this tells the server goodbye if there is room, and never waits.
        PQfinish(pointer)
        withExtendedLifetime(notices) {}
    }

    /// The first step's outcome, before any waiting.
    var startOutcome: ConnectStep {
        PQstatus(pointer) == CONNECTION_BAD ? .failed(errorMessage) : .writing
    }

    /// The next step of connecting. Does cryptography, and with several hosts resolves names, so it may block.
    func connectPoll() -> ConnectStep {
        switch PQconnectPoll(pointer) {
        case PGRES_POLLING_READING: .reading
        case PGRES_POLLING_WRITING: .writing
        case PGRES_POLLING_OK: enterPipelineMode() ? .connected : .failed(errorMessage)
        default: .failed(errorMessage)
        }
    }

    private func enterPipelineMode() -> Bool {
        PQsetnonblocking(pointer, 1) == 0 && PQenterPipelineMode(pointer) == 1
    }

    /// Changes from step to step while connecting.
    var socket: Int32 { PQsocket(pointer) }
    var errorMessage: String { String(cString: PQerrorMessage(pointer)).trimmingEnd() }
    var processID: Int32 { PQbackendPID(pointer) }
    var serverVersion: Int { Int(PQserverVersion(pointer)) }
    var usesTLS: Bool { PQsslInUse(pointer) != 0 }
    var tlsSession: UnsafeMutableRawPointer? { PQsslStruct(pointer, "OpenSSL") }

    func makeCancel() -> RawCancel? { RawCancel(of: pointer) }

    /// What the server said when it ended the session while nothing was in flight.
    var lastFatal: PGError.ServerError? { notices.lastFatal }

    var transactionStatus: PGTransactionStatus {
        switch PQtransactionStatus(pointer) {
        case PQTRANS_IDLE: .idle
        case PQTRANS_INTRANS: .open
        case PQTRANS_INERROR: .failed
        case PQTRANS_ACTIVE: .active
        default: .unknown
        }
    }
}
