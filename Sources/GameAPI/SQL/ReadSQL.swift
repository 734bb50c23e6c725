import PGStore

/// Reading without locks. Replies are put together by PostgreSQL, each by one statement and so as of one moment.
enum ReadSQL {
    /// $1 the game; $2 whether answers, unopened texts and the join code are seen; $3 a revision that the client has
    /// already, and then there is no body.
    static let snapshot = PGStatement(
        "snapshot",
        """
        SELECT g.revision, CASE WHEN g.revision = $3 THEN NULL ELSE
            '{' || CASE WHEN $2 THEN '"join_code" : ' || to_json(g.join_code) || ', ' ELSE '' END
            || substr(json_build_object(
            'game_id', g.id, 'name', g.name, 'points_term', g.points_term, 'revision', g.revision,
            'boards', COALESCE((
                SELECT json_agg(json_build_object(
                    'id', b.id, 'name', b.name, 'order', b.position,
                    'categories', COALESCE((
                        SELECT json_agg(json_build_object(
                            'id', c.id, 'name', c.name, 'description', c.description, 'order', c.position,
                            'questions', COALESCE((
                                SELECT json_agg(CASE
                                    WHEN $2 THEN json_build_object(
                                        'id', q.id, 'text', q.text, 'answer', q.answer, 'points', q.points,
                                        'flags', q.flags, 'order', q.position, 'answered', q.answered,
                                        'version', q.state_version)
                                    WHEN q.answered THEN json_build_object(
                                        'id', q.id, 'text', q.text, 'points', q.points,
                                        'flags', q.flags, 'order', q.position, 'answered', q.answered,
                                        'version', q.state_version)
                                    ELSE json_build_object(
                                        'id', q.id, 'points', q.points,
                                        'flags', q.flags, 'order', q.position, 'answered', q.answered,
                                        'version', q.state_version)
                                    END ORDER BY q.position, q.id)
                                FROM question q WHERE q.category_id = c.id), '[]')
                            ) ORDER BY c.position, c.id)
                        FROM category c WHERE c.board_id = b.id), '[]')
                    ) ORDER BY b.position, b.id)
                FROM board b WHERE b.game_id = g.id), '[]'),
            'teams', COALESCE((
                SELECT json_agg(json_build_object('id', t.id, 'name', t.name, 'color', t.color) ORDER BY t.id)
                FROM team t WHERE t.game_id = g.id), '[]'),
            'players', COALESCE((
                SELECT json_agg(json_build_object(
                    'id', p.id, 'team_id', p.team_id, 'name', p.name, 'buzzer', p.buzzer,
                    'score', p.score, 'version', p.score_version) ORDER BY p.id)
                FROM player p WHERE p.game_id = g.id), '[]')
            )::text, 2)
        END
        FROM game g WHERE g.id = $1
        """)

    /// $1 the game, $2 the revision to go on after, $3 at most so many, $4 whether the detail is seen: of all details
    /// together up to $5 bytes, since PostgreSQL puts the reply together in memory.
    static let changes = PGStatement(
        "changes",
        """
        SELECT json_build_object('changes', COALESCE((
            SELECT json_agg(CASE
                WHEN c.bytes <= $5::bigint THEN json_build_object(
                    'revision', c.revision, 'kind', c.kind, 'entity_id', c.entity_id, 'version', c.version,
                    'body', c.body, 'actor', c.actor, 'at', c.at, 'detail', c.detail)
                ELSE json_build_object(
                    'revision', c.revision, 'kind', c.kind, 'entity_id', c.entity_id, 'version', c.version,
                    'body', c.body, 'actor', c.actor, 'at', c.at)
                END ORDER BY c.revision)
            FROM (
                SELECT revision, kind, entity_id, version, body, detail, actor,
                       CASE WHEN $4 AND detail IS NOT NULL THEN
                           sum(CASE WHEN $4 THEN octet_length(detail::text) END) OVER (ORDER BY revision) END AS bytes,
                       to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
                FROM change
                WHERE game_id = g.id AND revision > $2 ORDER BY revision LIMIT $3
            ) c), '[]'), 'revision', g.revision)::text
        FROM game g WHERE g.id = $1
        """)

    /// $1 only this game (or null: all), $2 only games with a smaller id (or null), $3 at most so many, $4 whether the
    /// join codes are seen.
    static let games = PGStatement(
        "games",
        """
        SELECT json_build_object('games', COALESCE(json_agg(CASE
            WHEN $4 THEN json_build_object(
                'game_id', id, 'name', name, 'join_code', join_code, 'revision', revision, 'created_at', created_at)
            ELSE json_build_object(
                'game_id', id, 'name', name, 'revision', revision, 'created_at', created_at)
            END ORDER BY id DESC), '[]'))::text
        FROM (
            SELECT id, name, join_code, revision,
                   to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at
            FROM game
            WHERE ($1::bigint IS NULL OR id = $1) AND ($2::bigint IS NULL OR id < $2)
            ORDER BY id DESC LIMIT $3
        ) g
        """)

    static let gameByJoinCode = PGStatement("game_by_join_code", "SELECT id FROM game WHERE join_code = $1")

    static let gameOfBoard = PGStatement("game_of_board", "SELECT game_id FROM board WHERE id = $1")
    static let gameOfCategory = PGStatement("game_of_category", "SELECT game_id FROM category WHERE id = $1")
    static let gameOfQuestion = PGStatement("game_of_question", "SELECT game_id FROM question WHERE id = $1")
    static let gameOfTeam = PGStatement("game_of_team", "SELECT game_id FROM team WHERE id = $1")
    static let gameOfPlayer = PGStatement("game_of_player", "SELECT game_id FROM player WHERE id = $1")

    /// A reply by the key and the request, where the request does not tell the game any more: what it names is gone.
    static let replyByKey = PGStatement(
        "reply_by_key",
        "SELECT scope, status, response FROM idempotency_key WHERE key = $1 AND fingerprint = $2")

    /// Whether the schema is the one this build is made for.
    static let schemaVersion = PGStatement(
        "schema_version", "SELECT max(version), current_setting('server_encoding') FROM schema_migration")

    static let all = [
        snapshot, changes, games, gameByJoinCode, gameOfBoard, gameOfCategory, gameOfQuestion, gameOfTeam,
        gameOfPlayer, replyByKey, schemaVersion,
    ]
}
