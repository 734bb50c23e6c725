import PGStore

/// How an attempt to commit a batch ended.
enum BatchOutcome: Sendable {
    /// Committed, or nothing had to be stored: each mutation's own result, in order, and the transaction's id.
    case committed([Result<MutationReply, MutationError>], transaction: Int64)
    /// Somebody else holds a row for longer than the attempt may wait. Nothing is stored.
    case locked
    /// Lost against another transaction (deadlock, serialization), or a migration has altered what a prepared statement
    /// returns. Nothing is stored; worth another attempt.
    case conflict
    /// PostgreSQL refuses the batch. Nothing is stored.
    case refused(String)
    /// The database could not be reached. Nothing is stored.
    case unavailable
    /// The connection broke while COMMIT was under way: the witness tells.
    case unknown(CommitWitness, [Result<MutationReply, MutationError>])
}

extension BatchOutcome {
    /// Whether the database did not answer.
    var isDatabaseAway: Bool {
        switch self {
        case .unavailable, .unknown: true
        case .committed, .locked, .conflict, .refused: false
        }
    }
}

/// One batch, one transaction, two flights: lock and read, then, folded, store and commit.
struct BatchTransaction {
    let connection: PGConnection
    /// How long each flight may take before the server is given up.
    let timeout: Duration
    let lockTimeout: Duration

    func run(_ mutations: [Mutation]) async -> BatchOutcome {
        let locked: (commit: CommitWitness, state: BatchState)
        do throws(PGError) {
            let flight = LockFlight(
                BatchNeeds(mutations), lockTimeoutMilliseconds: max(1, Int(lockTimeout / .milliseconds(1))))
            locked = try flight.state(from: try await connection.pipeline(flight.calls, timeout: timeout))
        } catch {
            return Self.outcome(of: error)
        }
        var state = locked.state
        let results = state.fold(mutations)
        let store = StoreFlight(state)
        do throws(PGError) {
            if store.calls.isEmpty {
                _ = try await connection.execute(LockSQL.rollback(), timeout: timeout)
            } else {
                _ = try await connection.pipeline(store.calls, timeout: timeout)
            }
            return .committed(results, transaction: locked.commit.transactionID)
        } catch {
            if store.calls.isEmpty { return .committed(results, transaction: locked.commit.transactionID) }
            guard error.leavesOutcomeOpen, let change = state.changes.last else { return Self.outcome(of: error) }
            var commit = locked.commit
            commit.gameID = change.gameID
            commit.revision = change.revision
            return .unknown(commit, results)
        }
    }

    private static func outcome(of error: PGError) -> BatchOutcome {
        if error.isUnavailability { return .unavailable }
        switch error.sqlState {
        case .lockNotAvailable, .queryCanceled: return .locked
        case .deadlockDetected, .serializationFailure, .featureNotSupported: return .conflict
        default: return .refused("\(error)")
        }
    }
}

extension PGError {
    /// Whether the database, not the request, is at fault: away, shutting down, read-only or out of resources.
    package var isUnavailability: Bool {
        switch self {
        case .server:
            isConnectionLoss || sqlState == .readOnlyTransaction || sqlState?.errorClass == "53"
        case .cancelled, .decoding, .invalidConfiguration:
            false
        default:
            true
        }
    }

    /// Whether it may go well in a moment: the database is away, or others hold for too long what is needed.
    package var isPassing: Bool {
        switch sqlState {
        case .queryCanceled, .lockNotAvailable, .deadlockDetected, .serializationFailure: true
        default: isUnavailability
        }
    }

    /// Whether a COMMIT that ended so may have happened.
    package var leavesOutcomeOpen: Bool { isConnectionLoss || sqlState == nil }
}
