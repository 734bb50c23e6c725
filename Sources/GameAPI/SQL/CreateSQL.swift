import PGStore

/// Making a game. Nobody else can hold a row of a game that does not exist yet, so nothing is locked but the
/// idempotency key.
enum CreateSQL {
    /// Held so that the same key in parallel makes one game: who comes second waits, and then reads the reply.
    static let lockKey = PGStatement(
        "lock_creation_key", "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")

    static let reply = PGStatement(
        "creation_reply",
        "SELECT fingerprint, status, response FROM idempotency_key WHERE scope = 0 AND key = $1")

    /// An import may take longer than a mutation, and so may the wait for another one under the same key.
    static let allowTime = PGStatement(
        "allow_time", "SELECT set_config('statement_timeout', $1, true), set_config('lock_timeout', $1, true)")

    /// No row where the join code is taken.
    static let game = PGStatement(
        "create_game",
        """
        INSERT INTO game (name, mode, points_term, join_code, metadata) VALUES ($1, $2, $3, $4, $5::text::json)
        ON CONFLICT (join_code) DO NOTHING RETURNING id
        """)

    /// Imported answers keep their time.
    static let answers = PGStatement(
        "import_answers",
        """
        INSERT INTO player_answer (game_id, player_id, question_id, is_correct, points, answered_at)
        SELECT game_id, player_id, question_id, is_correct, points, COALESCE(answered_at::timestamptz, now())
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::boolean[], $5::integer[], $6::text[])
            AS s (game_id, player_id, question_id, is_correct, points, answered_at)
        """)

    static let all = [lockKey, reply, allowTime, game, answers]
}
