/// The few calls of libpq's that block: resolving names, cryptography, `PQcancel`. They are rare, and one that hangs must
/// hold up neither a loop nor the next one, so each gets a thread for itself. (Dispatch is slow to add threads when those
/// it has are blocked.)
enum Blocking {
    static func run(_ work: @escaping @Sendable () -> Void) {
        // Without a thread, slow is better than never.
        if !SystemThread.start(name: "pgstore.wait", work) { work() }
    }
}
