import PGStore

/// What instances share besides the games. Rows of games are never locked here, nor waited for.
///
/// Locks are taken in one order: an instance's row before its clients', and kept messages by game and type. What is
/// announced takes PostgreSQL's lock for NOTIFY at the commit, after all of these.
enum CoordinationSQL {
    /// Keeps the last message of each game and type. Sorted, so that two groups with the same rows never deadlock; the
    /// second one waits for the first one's commit, and so the row keeps what is announced last. No more types once a game
    /// has 64: relays refuse them before, as far as they know of each other's.
    static let retain = PGStatement(
        "retain",
        """
        INSERT INTO retained_message
            (game_id, type, recipient_connection_id, recipient_client_id, recipient_client_type, body)
        SELECT DISTINCT ON (game_id, type) game_id, type, connection_id, client_id, client_type, body
        FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY
            AS s (game_id, type, connection_id, client_id, client_type, body, place)
        WHERE EXISTS (SELECT FROM retained_message r WHERE r.game_id = s.game_id AND r.type = s.type)
           OR (SELECT count(*) FROM retained_message r WHERE r.game_id = s.game_id) < 64
        ORDER BY game_id, type, place DESC
        ON CONFLICT (game_id, type) DO UPDATE
        SET recipient_connection_id = excluded.recipient_connection_id,
            recipient_client_id = excluded.recipient_client_id,
            recipient_client_type = excluded.recipient_client_type, body = excluded.body
        """)

    /// Sent to listeners at the commit, in this order. PostgreSQL drops the second of two equal payloads of one
    /// transaction (manual, NOTIFY): a number in front, between spaces, keeps them apart. No payload begins with one.
    static let announce = PGStatement(
        "announce_coordination",
        """
        SELECT pg_notify('podium_coordination', CASE twin WHEN 1 THEN payload ELSE ' ' || twin || ' ' || payload END)
        FROM (
            SELECT payload, place, row_number() OVER (PARTITION BY payload ORDER BY place) AS twin
            FROM unnest($1::text[]) WITH ORDINALITY AS p (payload, place)
        ) numbered
        ORDER BY place
        """)

    /// Without a number ($3) the player is enough.
    static let verify = PGStatement(
        "verify_buzzers",
        """
        SELECT EXISTS (
            SELECT FROM player
            WHERE id = claim.player_id AND game_id = claim.game_id
              AND (claim.buzzer IS NULL OR player.buzzer = claim.buzzer))
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY
            AS claim (game_id, player_id, buzzer, place)
        ORDER BY place
        """)

    static let register = PGStatement(
        "register_instance",
        """
        INSERT INTO relay_instance (id) VALUES ($1)
        ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp()
        """)

    /// First in a report: it locks the instance's row against whoever would delete it. A report that comes late, its
    /// connection given up and the next one through already, finds a higher number and does nothing.
    static let beat = PGStatement(
        "beat",
        """
        UPDATE relay_instance SET sequence = $2, seen_at = clock_timestamp() WHERE id = $1 AND sequence <= $2
        """)

    /// What follows in the same transaction goes through this condition, which holds where `beat` found its row.
    static let leave = PGStatement(
        "presence_leave",
        """
        DELETE FROM presence
        USING relay_instance i, unnest($3::bigint[], $4::text[], $5::text[]) AS gone (game_id, client_type, client_id)
        WHERE i.id = $1 AND i.sequence = $2 AND presence.instance_id = i.id AND presence.game_id = gone.game_id
          AND presence.client_type = gone.client_type AND presence.client_id = gone.client_id
        """)

    static let come = PGStatement(
        "presence_come",
        """
        INSERT INTO presence (game_id, instance_id, client_type, client_id, connections)
        SELECT s.game_id, i.id, s.client_type, s.client_id, s.connections
        FROM relay_instance i, unnest($3::bigint[], $4::text[], $5::text[], $6::integer[])
            AS s (game_id, client_type, client_id, connections)
        WHERE i.id = $1 AND i.sequence = $2
        ON CONFLICT (game_id, instance_id, client_type, client_id) DO UPDATE SET connections = excluded.connections
        """)

    static let announceReport = PGStatement(
        "announce_report",
        """
        SELECT pg_notify('podium_coordination', payload)
        FROM relay_instance i, unnest($3::text[]) WITH ORDINALITY AS p (payload, place)
        WHERE i.id = $1 AND i.sequence = $2
        ORDER BY place
        """)

    /// $1: milliseconds. By the database's clock, the only one that all instances share.
    static let silent = PGStatement(
        "silent_instances",
        """
        SELECT id FROM relay_instance WHERE seen_at < clock_timestamp() - $1 * interval '1 millisecond' ORDER BY id
        """)

    /// Deletes those of the instances ($2) that are silent still, and announces each with its payload ($3). Whose row
    /// is locked is being deleted by another reaper, or is reporting after all: skipped.
    static let reap = PGStatement(
        "reap_instances",
        """
        WITH reaped AS (
            DELETE FROM relay_instance WHERE id IN (
                SELECT id FROM relay_instance
                WHERE id = ANY($2::text[]) AND seen_at < clock_timestamp() - $1 * interval '1 millisecond'
                FOR UPDATE SKIP LOCKED)
            RETURNING id)
        SELECT id, pg_notify('podium_coordination', payload)
        FROM reaped JOIN unnest($2::text[], $3::text[]) AS p (id, payload) USING (id)
        """)

    /// Waits for a report of its own that is still under way.
    static let unregister = PGStatement(
        "unregister_instance",
        """
        WITH gone AS (DELETE FROM relay_instance WHERE id = $1 RETURNING id)
        SELECT pg_notify('podium_coordination', $2) FROM gone
        """)

    static let all = [
        retain, announce, verify, register, beat, leave, come, announceReport, silent, reap, unregister,
    ]
}
