package main

import (
	"context"
	"errors"

	"github.com/jackc/pgconn"
	"github.com/jackc/pgx/v4"
	"github.com/jackc/pgx/v4/pgxpool"
)

var (
	errUnknown    = errors.New("no such game, player or question")
	errOtherGame  = errors.New("the player or the question is of another game")
	errOutOfRange = errors.New("the score would leave the 32-bit range")
)

// Locks the player until the end of the transaction; no row: the player or the question is unknown.
const lockSQL = `
SELECT p.game_id = $1 AND q.game_id = $1, EXISTS (SELECT FROM game WHERE id = $1)
FROM player p CROSS JOIN question q WHERE p.id = $2 AND q.id = $3 FOR UPDATE OF p`

// The same correctness again replaces the points, the opposite takes the earlier answer back.
const answerSQL = `
WITH target AS (
    SELECT p.id AS player_id, q.id AS question_id, coalesce($5, CASE WHEN $4 THEN q.points ELSE -q.points END) AS points
    FROM player p JOIN question q USING (game_id) WHERE game_id = $1 AND p.id = $2 AND q.id = $3
), undone AS (
    DELETE FROM player_answer a USING target t
    WHERE a.player_id = t.player_id AND a.question_id = t.question_id AND a.is_correct <> $4 RETURNING 1
)
INSERT INTO player_answer (player_id, question_id, is_correct, points)
SELECT player_id, question_id, $4::boolean, points FROM target WHERE NOT EXISTS (SELECT FROM undone)
ON CONFLICT (player_id, question_id) DO UPDATE SET points = excluded.points`

const scoreSQL = `
WITH scored AS (
    UPDATE player SET score_version = score_version + 1,
        score = (SELECT coalesce(sum(points), 0) FROM player_answer WHERE player_id = $2)
    WHERE id = $2 AND game_id = $1 AND EXISTS (SELECT FROM question WHERE id = $3 AND game_id = $1)
    RETURNING id, score, score_version
)
SELECT score, score_version FROM scored`

const scoreAndNotifySQL = scoreSQL + `, pg_notify('game_changes', format(
    '%s:{"type":"update_score","player_id":%s,"score":%s,"version":%s}', $1, id, score, score_version))`

const toggleSQL = `
WITH toggled AS (
    UPDATE question SET answered = $2, state_version = state_version + 1
    WHERE id = $1 RETURNING id, game_id, answered, state_version
)
SELECT game_id, state_version FROM toggled`

const toggleAndNotifySQL = toggleSQL + `, pg_notify('game_changes', format(
    '%s:{"type":"toggle_question","question_id":%s,"answered":%s,"version":%s}', game_id, id, to_json(answered), state_version))`

type store struct{ pool *pgxpool.Pool }

func openStore(ctx context.Context, database string, notify bool, connections int32) (*store, error) {
	config, err := pgxpool.ParseConfig(database)
	if err != nil {
		return nil, err
	}
	config.MinConns, config.MaxConns = connections, connections
	statements := map[string]string{"lock": lockSQL, "answer": answerSQL, "score": scoreSQL, "toggle": toggleSQL}
	if notify {
		statements["score"], statements["toggle"] = scoreAndNotifySQL, toggleAndNotifySQL
	}
	config.AfterConnect = func(ctx context.Context, connection *pgx.Conn) error {
		for name, sql := range statements {
			if _, err := connection.Prepare(ctx, name, sql); err != nil {
				return err
			}
		}
		return nil
	}
	pool, err := pgxpool.ConnectConfig(ctx, config)
	return &store{pool}, err
}

// Records an answer in one transaction and one round trip: a batch has one Sync at its end, and so is one transaction.
func (s *store) recordAnswer(ctx context.Context, game int64, a answer) (score int32, version int64, err error) {
	batch := &pgx.Batch{}
	batch.Queue("lock", game, a.PlayerID, a.QuestionID)
	batch.Queue("answer", game, a.PlayerID, a.QuestionID, *a.IsCorrect, a.Points)
	batch.Queue("score", game, a.PlayerID, a.QuestionID)
	results := s.pool.SendBatch(ctx, batch)
	score, version, err = readScore(results)
	// Only what Close returns says that it was committed.
	if closed := results.Close(); err == nil {
		err = closed
	}
	return score, version, explained(err)
}

func readScore(results pgx.BatchResults) (score int32, version int64, err error) {
	var ofGame, gameExists bool
	if err = results.QueryRow().Scan(&ofGame, &gameExists); err != nil {
		return
	}
	if !gameExists {
		return 0, 0, errUnknown
	}
	if !ofGame {
		return 0, 0, errOtherGame
	}
	if _, err = results.Exec(); err != nil {
		return
	}
	err = results.QueryRow().Scan(&score, &version)
	return
}

// Returns the question's game and its new version.
func (s *store) toggle(ctx context.Context, question int64, answered bool) (game, version int64, err error) {
	err = s.pool.QueryRow(ctx, "toggle", question, answered).Scan(&game, &version)
	return game, version, explained(err)
}

func explained(err error) error {
	var failure *pgconn.PgError
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return errUnknown
	case errors.As(err, &failure) && failure.Code == "22003":
		return errOutOfRange
	}
	return err
}
