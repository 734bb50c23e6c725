/// Where a connection stands with regard to transactions, as of the last group that ended.
public enum PGTransactionStatus: Sendable, Hashable {
    case idle
    /// Inside a transaction.
    case open
    /// Inside a transaction that has failed: only `ROLLBACK` is of use.
    case failed
    /// Groups are in flight.
    case active
    /// The connection is closed.
    case unknown
}
