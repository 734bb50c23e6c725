import Logging
import PGStore

/// A transaction whose outcome may have to be asked for, and a row by which it is recognised.
struct CommitWitness: Sendable {
    let transactionID: Int64
    /// When the transaction began: RFC 3339, in microseconds.
    let time: String
    var gameID: Int64 = 0
    /// A revision that the transaction gives out; 0 where it makes the game.
    var revision: Int64 = 0

    /// - Parameter identity: What `LockSQL.identify` returned.
    init(_ identity: PGRows) throws(PGError) {
        guard let row = identity.first else { throw .decoding("no transaction id") }
        transactionID = try row.decode(0)
        time = try row.decode(1)
    }
}

/// Finds out whether a transaction happened whose connection broke at COMMIT.
struct CommitInquiry {
    enum Outcome { case committed, aborted, unknown }

    let pool: PGPool
    let logger: Logger

    /// Asks PostgreSQL on another connection (`pg_xact_status`; manual, 9.27.12), until it knows or the time is up.
    func outcome(of commit: CommitWitness, until deadline: ContinuousClock.Instant) async -> Outcome {
        let clock = ContinuousClock()
        let call = LockSQL.transactionOutcome(commit.transactionID, commit.gameID, commit.revision, commit.time)
        while clock.now < deadline {
            let timeout = deadline - clock.now
            do {
                let rows = try await pool.withConnection { connection in
                    try await connection.execute(call, timeout: timeout)
                }
                let isWritten = try rows.first?.decode(1, as: Bool.self) ?? false
                switch try rows.first?.decode(0, as: String?.self) {
                case "committed": return isWritten ? .committed : .aborted
                case "aborted": return .aborted
                case "in progress": try await Task.sleep(for: .milliseconds(10))
                default: return .unknown
                }
            } catch let error as PGError where error.isUnavailability {
                logger.debug("cannot ask for a commit's outcome yet", metadata: ["error": "\(error)"])
            } catch {
                logger.error("cannot ask for a commit's outcome", metadata: ["error": "\(error)"])
                return .unknown
            }
        }
        return .unknown
    }
}
