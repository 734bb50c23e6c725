import PGStore

/// The second flight of a batch: write the folded state back. Every row written here was locked by the first flight,
/// or is new. One statement a table, whatever the size of the batch.
///
/// The arrays that a statement takes are its columns, all of one length. `unnest` stands in the SELECT list, where it
/// hands row after row on; in FROM, PostgreSQL first copies each array into a store of its own, for every statement anew.
enum StoreSQL {
    static let games = PGStatement(
        "store_games",
        """
        UPDATE game SET revision = s.revision
        FROM (SELECT unnest($1::bigint[]) AS id, unnest($2::bigint[]) AS revision) s
        WHERE game.id = s.id
        """)

    /// The revision of the same games is stored by `games`, which follows.
    static let gameNames = PGStatement(
        "store_game_names",
        """
        UPDATE game SET name = s.name, points_term = s.points_term
        FROM (
            SELECT unnest($1::bigint[]) AS id, unnest($2::text[]) AS name, unnest($3::text[]) AS points_term
        ) s
        WHERE game.id = s.id
        """)

    static let boards = PGStatement(
        "store_boards",
        """
        INSERT INTO board (id, game_id, name, position)
        SELECT unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::text[]), unnest($4::integer[])
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, position = excluded.position
        """)

    static let categories = PGStatement(
        "store_categories",
        """
        INSERT INTO category (id, game_id, board_id, name, description, position)
        SELECT unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::text[]), unnest($5::text[]),
               unnest($6::integer[])
        ON CONFLICT (id) DO UPDATE
        SET name = excluded.name, description = excluded.description, position = excluded.position
        """)

    /// State and version of the same questions are stored by `questions`, which follows.
    static let contents = PGStatement(
        "store_contents",
        """
        INSERT INTO question (id, game_id, category_id, text, answer, points, flags, position, slides)
        SELECT id, game_id, category_id, text, answer, points,
               ARRAY(SELECT json_array_elements_text(flags::json)), position, slides::json
        FROM (
            SELECT unnest($1::bigint[]) AS id, unnest($2::bigint[]) AS game_id, unnest($3::bigint[]) AS category_id,
                   unnest($4::text[]) AS text, unnest($5::text[]) AS answer, unnest($6::integer[]) AS points,
                   unnest($7::text[]) AS flags, unnest($8::integer[]) AS position, unnest($9::text[]) AS slides
        ) s
        ON CONFLICT (id) DO UPDATE
        SET text = excluded.text, answer = excluded.answer, points = excluded.points, flags = excluded.flags,
            position = excluded.position
        """)

    static let questions = PGStatement(
        "store_questions",
        """
        UPDATE question SET answered = s.answered, state_version = s.version
        FROM (
            SELECT unnest($1::bigint[]) AS id, unnest($2::boolean[]) AS answered, unnest($3::bigint[]) AS version
        ) s
        WHERE question.id = s.id
        """)

    static let teams = PGStatement(
        "store_teams",
        """
        INSERT INTO team (id, game_id, name, color)
        SELECT unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::text[]), unnest($4::text[])
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, color = excluded.color
        """)

    /// Score and version of the same players are stored by `scores`, which follows.
    static let profiles = PGStatement(
        "store_profiles",
        """
        INSERT INTO player (id, game_id, team_id, name, buzzer)
        SELECT unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::text[]),
               unnest($5::integer[])
        ON CONFLICT (id) DO UPDATE
        SET team_id = excluded.team_id, name = excluded.name, buzzer = excluded.buzzer
        """)

    static let scores = PGStatement(
        "store_scores",
        """
        UPDATE player SET score = s.score, score_version = s.version
        FROM (
            SELECT unnest($1::bigint[]) AS id, unnest($2::integer[]) AS score, unnest($3::bigint[]) AS version
        ) s
        WHERE player.id = s.id
        """)

    static let answers = PGStatement(
        "store_answers",
        """
        INSERT INTO player_answer (game_id, player_id, question_id, is_correct, points)
        SELECT unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::boolean[]),
               unnest($5::integer[])
        ON CONFLICT (player_id, question_id) DO UPDATE
        SET is_correct = excluded.is_correct, points = excluded.points, answered_at = now()
        """)

    static let deleteAnswers = PGStatement(
        "delete_answers",
        """
        DELETE FROM player_answer
        USING (SELECT unnest($1::bigint[]) AS player_id, unnest($2::bigint[]) AS question_id) AS gone
        WHERE player_answer.player_id = gone.player_id AND player_answer.question_id = gone.question_id
        """)

    static let deletePlayers = PGStatement("delete_players", "DELETE FROM player WHERE id = ANY($1)")
    static let deleteTeams = PGStatement("delete_teams", "DELETE FROM team WHERE id = ANY($1)")
    static let deleteQuestions = PGStatement("delete_questions", "DELETE FROM question WHERE id = ANY($1)")
    static let deleteCategories = PGStatement("delete_categories", "DELETE FROM category WHERE id = ANY($1)")
    static let deleteBoards = PGStatement("delete_boards", "DELETE FROM board WHERE id = ANY($1)")

    static let changes = PGStatement(
        "store_changes",
        """
        INSERT INTO change (game_id, revision, kind, entity_id, version, body, detail, actor)
        SELECT game_id, revision, kind, entity_id, version, body::json, detail::json, actor
        FROM (
            SELECT unnest($1::bigint[]) AS game_id, unnest($2::bigint[]) AS revision, unnest($3::text[]) AS kind,
                   unnest($4::bigint[]) AS entity_id, unnest($5::bigint[]) AS version, unnest($6::text[]) AS body,
                   unnest($7::text[]) AS detail, unnest($8::text[]) AS actor
        ) s
        """)

    static let replies = PGStatement(
        "store_replies",
        """
        INSERT INTO idempotency_key (scope, key, fingerprint, status, response)
        SELECT unnest($1::bigint[]), unnest($2::text[]), unnest($3::bytea[]), unnest($4::smallint[]), unnest($5::text[])
        """)

    /// Sent to listeners at COMMIT, in this order (manual, NOTIFY).
    static let announce = PGStatement(
        "announce", "SELECT pg_notify('podium_changes', unnest($1::text[]))")

    static let commit = PGStatement("commit", "COMMIT")

    static let all = [
        games, gameNames, boards, categories, contents, questions, teams, profiles, scores, answers, deleteAnswers,
        deletePlayers, deleteTeams, deleteQuestions, deleteCategories, deleteBoards, changes, replies, announce, commit,
    ]
}
