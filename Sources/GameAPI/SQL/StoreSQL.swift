import PGStore

/// The second flight of a batch: write the folded state back. Every row written here was locked by the first flight,
/// or is new. One statement a table, whatever the size of the batch.
enum StoreSQL {
    static let games = PGStatement(
        "store_games",
        """
        UPDATE game SET name = s.name, points_term = s.points_term, revision = s.revision
        FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[]) AS s (id, name, points_term, revision)
        WHERE game.id = s.id
        """)

    static let boards = PGStatement(
        "store_boards",
        """
        INSERT INTO board (id, game_id, name, position)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::integer[])
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, position = excluded.position
        """)

    static let categories = PGStatement(
        "store_categories",
        """
        INSERT INTO category (id, game_id, board_id, name, description, position)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::integer[])
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
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::integer[], $7::text[],
                    $8::integer[], $9::text[])
            AS s (id, game_id, category_id, text, answer, points, flags, position, slides)
        ON CONFLICT (id) DO UPDATE
        SET text = excluded.text, answer = excluded.answer, points = excluded.points, flags = excluded.flags,
            position = excluded.position
        """)

    static let questions = PGStatement(
        "store_questions",
        """
        UPDATE question SET answered = s.answered, state_version = s.version
        FROM unnest($1::bigint[], $2::boolean[], $3::bigint[]) AS s (id, answered, version)
        WHERE question.id = s.id
        """)

    static let teams = PGStatement(
        "store_teams",
        """
        INSERT INTO team (id, game_id, name, color)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[])
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, color = excluded.color
        """)

    /// Score and version of the same players are stored by `scores`, which follows.
    static let profiles = PGStatement(
        "store_profiles",
        """
        INSERT INTO player (id, game_id, team_id, name, buzzer)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::integer[])
        ON CONFLICT (id) DO UPDATE
        SET team_id = excluded.team_id, name = excluded.name, buzzer = excluded.buzzer
        """)

    static let scores = PGStatement(
        "store_scores",
        """
        UPDATE player SET score = s.score, score_version = s.version
        FROM unnest($1::bigint[], $2::integer[], $3::bigint[]) AS s (id, score, version)
        WHERE player.id = s.id
        """)

    static let answers = PGStatement(
        "store_answers",
        """
        INSERT INTO player_answer (game_id, player_id, question_id, is_correct, points)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::boolean[], $5::integer[])
        ON CONFLICT (player_id, question_id) DO UPDATE
        SET is_correct = excluded.is_correct, points = excluded.points, answered_at = now()
        """)

    static let deleteAnswers = PGStatement(
        "delete_answers",
        """
        DELETE FROM player_answer
        USING unnest($1::bigint[], $2::bigint[]) AS gone (player_id, question_id)
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
        FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[],
                    $8::text[])
            AS s (game_id, revision, kind, entity_id, version, body, detail, actor)
        """)

    static let replies = PGStatement(
        "store_replies",
        """
        INSERT INTO idempotency_key (scope, key, fingerprint, status, response)
        SELECT * FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::smallint[], $5::text[])
        """)

    /// Sent to listeners at COMMIT, in this order (manual, NOTIFY).
    static let announce = PGStatement(
        "announce", "SELECT pg_notify('podium_changes', payload) FROM unnest($1::text[]) AS payload")

    static let commit = PGStatement("commit", "COMMIT")

    static let all = [
        games, boards, categories, contents, questions, teams, profiles, scores, answers, deleteAnswers,
        deletePlayers, deleteTeams, deleteQuestions, deleteCategories, deleteBoards, changes, replies, announce, commit,
    ]
}
