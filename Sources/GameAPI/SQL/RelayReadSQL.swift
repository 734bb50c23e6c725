import PGStore

/// What a relay reads of one game. Nothing is locked; the statements of one read run in one REPEATABLE READ
/// transaction, so that what they say is of one moment.
enum RelayReadSQL {
    static let revision = PGStatement("relay_revision", "SELECT revision FROM game WHERE id = $1")

    /// The JSON is put together by PostgreSQL, without spaces: it goes to every client as it is.
    static let snapshot = PGStatement(
        "relay_snapshot",
        """
        SELECT revision,
               '[' || COALESCE((
                   SELECT string_agg(
                       concat('{"player_id":', id, ',"score":', score, ',"version":', score_version, '}'),
                       ',' ORDER BY id)
                   FROM player WHERE game_id = $1), '') || ']',
               '[' || COALESCE((
                   SELECT string_agg(
                       concat('{"question_id":', id, ',"answered":', CASE WHEN answered THEN 'true' ELSE 'false' END,
                              ',"version":', state_version, '}'),
                       ',' ORDER BY id)
                   FROM question WHERE game_id = $1), '') || ']'
        FROM game WHERE id = $1
        """)

    /// At most $3 changes, and 256 KiB of them unless the first alone is larger: more a room would not take at once.
    static let changes = PGStatement(
        "relay_changes",
        """
        SELECT revision, body FROM (
            SELECT revision, body,
                   sum(octet_length(body::text)) OVER (ORDER BY revision) - octet_length(body::text) AS bytes_before
            FROM (SELECT revision, body FROM change WHERE game_id = $1 AND revision > $2 ORDER BY revision LIMIT $3) c
        ) page
        WHERE bytes_before < 262144 ORDER BY revision
        """)

    static let retained = PGStatement(
        "relay_retained",
        """
        SELECT type, recipient_connection_id, recipient_client_id, recipient_client_type, body
        FROM retained_message WHERE game_id = $1 ORDER BY type LIMIT 64
        """)

    static let instances = PGStatement("relay_instances", "SELECT id, sequence FROM relay_instance ORDER BY id")

    static let presence = PGStatement(
        "relay_presence",
        """
        SELECT instance_id, client_type, client_id, connections
        FROM presence WHERE game_id = $1 ORDER BY instance_id, client_type, client_id
        """)

    static let all = [revision, snapshot, changes, retained, instances, presence]
}
