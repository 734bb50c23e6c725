import PGStore

/// The first flight of a batch: lock what it touches, then read what depends on that.
///
/// Locks are taken in one order everywhere: games, then players, then questions, each by id. The game's row comes first
/// because whoever holds it is alone in the game: its revision, the rows below it and its idempotency keys. A statement
/// that had to wait for a lock still sees other tables as of its own start (READ COMMITTED; manual, 13.2.1), so what
/// depends on locked rows is read by statements that follow.
enum LockSQL {
    static let begin = PGStatement("begin", "BEGIN")

    static let rollback = PGStatement("rollback", "ROLLBACK")

    /// Takes the transaction's id and time, so that its outcome can be asked for if the connection breaks at COMMIT.
    static let identify = PGStatement(
        "identify",
        """
        SELECT pg_current_xact_id()::text::bigint,
               to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), set_config('lock_timeout', $1, true)
        """)

    /// Held so that nobody else gives out this game's next revision, nor alters anything below the game.
    static let games = PGStatement(
        "lock_games",
        """
        SELECT id, name, points_term, revision
        FROM game WHERE id = ANY($1) ORDER BY id FOR UPDATE
        """)

    /// Held so that score and version are the newest, also against somebody in psql.
    static let players = PGStatement(
        "lock_players",
        """
        SELECT id, game_id, score, score_version
        FROM player WHERE id = ANY($1) ORDER BY id FOR UPDATE
        """)

    /// Held so that the points, the state and the version are the newest.
    static let questions = PGStatement(
        "lock_questions",
        """
        SELECT id, game_id, category_id, points, answered, state_version
        FROM question WHERE id = ANY($1) ORDER BY id FOR UPDATE
        """)

    /// Held because the questions below a board or category that is to be deleted go with it.
    static let questionsBelow = PGStatement(
        "lock_questions_below",
        """
        SELECT id, game_id, category_id, points, answered, state_version
        FROM question
        WHERE category_id IN (SELECT id FROM category WHERE id = ANY($1) OR board_id = ANY($2))
        ORDER BY id FOR UPDATE
        """)

    /// Held because they are rewritten whole; with the players of a team that is to be deleted.
    static let profiles = PGStatement(
        "lock_profiles",
        """
        SELECT id, game_id, team_id, name, buzzer
        FROM player WHERE id = ANY($1) OR team_id = ANY($2) ORDER BY id FOR UPDATE
        """)

    /// Held because they are rewritten whole.
    static let boards = PGStatement(
        "lock_boards", "SELECT id, game_id, name, position FROM board WHERE id = ANY($1) ORDER BY id FOR UPDATE")

    /// Held because they are rewritten whole; with the categories of a board that is to be deleted.
    static let categories = PGStatement(
        "lock_categories",
        """
        SELECT id, game_id, board_id, name, description, position
        FROM category WHERE id = ANY($1) OR board_id = ANY($2) ORDER BY id FOR UPDATE
        """)

    /// Held because they are rewritten whole, and so that no team goes away while a player joins it.
    static let teams = PGStatement(
        "lock_teams", "SELECT id, game_id, name, color FROM team WHERE id = ANY($1) ORDER BY id FOR UPDATE")

    /// Of rows locked before. Slides of more than $2 bytes are left out, as below.
    static let contents = PGStatement(
        "read_contents",
        """
        SELECT id, text, answer, flags, position,
               CASE WHEN octet_length(slides::text) <= $2::bigint THEN slides::text END
        FROM question WHERE id = ANY($1)
        """)

    /// Of rows locked before, for the log of what is deleted with its parent. Nothing where it would be more than the
    /// log takes, $3 bytes: then the deletion can't be undone, but is possible. Without the slides where they are more than
    /// half of that: then it can be undone but for them.
    static let contentsBelow = PGStatement(
        "read_contents_below",
        """
        SELECT id, text, answer, flags, position, CASE WHEN bytes_of_slides <= $3::bigint / 2 THEN slides END
        FROM (
            SELECT id, text, answer, flags, position, slides::text,
                   sum(octet_length(text) + octet_length(answer)) OVER () AS bytes,
                   sum(octet_length(slides::text)) OVER () AS bytes_of_slides
            FROM question
            WHERE category_id IN (SELECT id FROM category WHERE id = ANY($1) OR board_id = ANY($2))
        ) below
        WHERE bytes <= $3::bigint
        """)

    /// OFFSET keeps PostgreSQL from making a join of it, which for a table that was empty when it planned reads the
    /// whole of it.
    static let answers = PGStatement(
        "read_answers",
        """
        SELECT found.*
        FROM (SELECT unnest($1::bigint[]) AS player_id, unnest($2::bigint[]) AS question_id) wanted,
             LATERAL (
                SELECT a.player_id, a.question_id, a.is_correct, a.points
                FROM player_answer a
                WHERE a.player_id = wanted.player_id AND a.question_id = wanted.question_id OFFSET 0
             ) found
        """)

    static let answersOfPlayers = PGStatement(
        "read_answers_of_players",
        "SELECT player_id, question_id, is_correct, points FROM player_answer WHERE player_id = ANY($1)")

    static let answerCounts = PGStatement(
        "read_answer_counts",
        """
        SELECT question_id, count(*)
        FROM player_answer
        WHERE question_id IN (
            SELECT unnest($1::bigint[])
            UNION ALL
            SELECT id FROM question
            WHERE category_id IN (SELECT id FROM category WHERE id = ANY($2) OR board_id = ANY($3)))
        GROUP BY question_id
        """)

    /// As ``answers``.
    static let replies = PGStatement(
        "read_replies",
        """
        SELECT found.*
        FROM (SELECT unnest($1::bigint[]) AS scope, unnest($2::text[]) AS key) wanted,
             LATERAL (
                SELECT k.scope, k.key, k.fingerprint, k.status, k.response
                FROM idempotency_key k WHERE k.scope = wanted.scope AND k.key = wanted.key OFFSET 0
             ) found
        """)

    static let boardPositions = PGStatement(
        "read_board_positions", "SELECT game_id, id, position FROM board WHERE game_id = ANY($1)")

    static let categoryPositions = PGStatement(
        "read_category_positions",
        "SELECT board_id, id, position FROM category WHERE board_id = ANY($1)")

    static let questionPositions = PGStatement(
        "read_question_positions",
        "SELECT category_id, id, position FROM question WHERE category_id = ANY($1)")

    /// Ids may have holes; versions and revisions, which may not, never come from a sequence.
    static let newIDs = PGStatement(
        "new_ids",
        """
        SELECT 0, nextval('board_id_seq') FROM generate_series(1, $1::integer)
        UNION ALL SELECT 1, nextval('category_id_seq') FROM generate_series(1, $2::integer)
        UNION ALL SELECT 2, nextval('question_id_seq') FROM generate_series(1, $3::integer)
        UNION ALL SELECT 3, nextval('team_id_seq') FROM generate_series(1, $4::integer)
        UNION ALL SELECT 4, nextval('player_id_seq') FROM generate_series(1, $5::integer)
        """)

    /// Names the games of which another transaction holds a row. Alone in its transaction, so it keeps no lock.
    static let heldGames = PGStatement(
        "held_games",
        """
        WITH free_game AS (SELECT id FROM game WHERE id = ANY($1) FOR UPDATE SKIP LOCKED),
             free_player AS (SELECT id FROM player WHERE id = ANY($2) FOR UPDATE SKIP LOCKED),
             free_question AS (SELECT id FROM question WHERE id = ANY($3) FOR UPDATE SKIP LOCKED)
        SELECT id FROM game WHERE id = ANY($1) AND id NOT IN (SELECT id FROM free_game)
        UNION SELECT game_id FROM player WHERE id = ANY($2) AND id NOT IN (SELECT id FROM free_player)
        UNION SELECT game_id FROM question WHERE id = ANY($3) AND id NOT IN (SELECT id FROM free_question)
        """)

    /// What became of a transaction ($1), and whether a row that it wrote is there: its change ($3) of a game ($2), or,
    /// with $3 = 0, the game itself; by its time ($4). The row counts, because after a crash PostgreSQL may have given
    /// the same id to another transaction.
    static let transactionOutcome = PGStatement(
        "transaction_outcome",
        """
        SELECT pg_xact_status($1::bigint::text::xid8),
               EXISTS (SELECT FROM change WHERE game_id = $2 AND revision = $3 AND at = $4::text::timestamptz)
               OR $3 = 0 AND EXISTS (SELECT FROM game WHERE id = $2 AND created_at = $4::text::timestamptz)
        """)

    static let all = [
        begin, rollback, identify, games, players, questions, questionsBelow, profiles, boards, categories, teams,
        contents, contentsBelow, answers, answersOfPlayers, answerCounts, replies, boardPositions, categoryPositions,
        questionPositions, newIDs, heldGames, transactionOutcome,
    ]
}
