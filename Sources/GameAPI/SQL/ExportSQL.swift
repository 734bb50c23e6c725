import PGStore

/// A whole game, read for export in one REPEATABLE READ transaction and so as of one moment.
enum ExportSQL {
    static let begin = PGStatement("begin_export", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    static let game = PGStatement(
        "export_game",
        """
        SELECT name, mode, points_term, metadata::text,
               to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
               to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        FROM game WHERE id = $1
        """)

    static let boards = PGStatement(
        "export_boards", "SELECT id, name FROM board WHERE game_id = $1 ORDER BY position, id")

    static let categories = PGStatement(
        "export_categories",
        "SELECT id, board_id, name, description FROM category WHERE game_id = $1 ORDER BY position, id")

    static let questions = PGStatement(
        "export_questions",
        """
        SELECT id, category_id, text, answer, points, flags, slides::text, answered
        FROM question WHERE game_id = $1 ORDER BY position, id
        """)

    static let teams = PGStatement("export_teams", "SELECT id, name, color FROM team WHERE game_id = $1 ORDER BY id")

    static let players = PGStatement(
        "export_players", "SELECT id, team_id, name, buzzer FROM player WHERE game_id = $1 ORDER BY id")

    static let answers = PGStatement(
        "export_answers",
        """
        SELECT player_id, question_id, is_correct, points,
               to_char(answered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        FROM player_answer WHERE game_id = $1 ORDER BY answered_at, question_id
        """)

    static let all = [begin, game, boards, categories, questions, teams, players, answers]
}
