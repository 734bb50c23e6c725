\set id random(1, 1000)
BEGIN;
SELECT score, score_version FROM player WHERE id = :id FOR UPDATE;
INSERT INTO player_answer (game_id, player_id, question_id, is_correct, points) VALUES (:id, :id, :id, true, 1)
    ON CONFLICT (player_id, question_id) DO UPDATE SET is_correct = excluded.is_correct, points = excluded.points;
UPDATE player SET score = 1, score_version = score_version + 1 WHERE id = :id;
SELECT pg_notify('bench', '{"type":"update_score","player_id":' || :id || ',"score":1,"version":1}');
COMMIT;
