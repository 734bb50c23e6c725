import PGStore

/// Statements that tidy up.
enum CleanSQL {
    /// Rows that another instance is deleting already are skipped.
    static let expiredKeys = PGStatement(
        "expired_keys",
        """
        DELETE FROM idempotency_key WHERE (scope, key) IN (
            SELECT scope, key FROM idempotency_key
            WHERE created_at < now() - interval '24 hours' LIMIT $1 FOR UPDATE SKIP LOCKED)
        """)

    static let all = [expiredKeys]
}
