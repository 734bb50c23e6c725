-- A thousand games, each with one player and one question; all ids from 1.
INSERT INTO game (id, name, join_code) SELECT n, 'Game ' || n, 'B' || lpad(n::text, 5, '0') FROM generate_series(1, 1000) n;
INSERT INTO board (id, game_id, position) SELECT n, n, 0 FROM generate_series(1, 1000) n;
INSERT INTO category (id, game_id, board_id, name, position) SELECT n, n, n, 'Category', 0 FROM generate_series(1, 1000) n;
INSERT INTO question (id, game_id, category_id, text, points, position)
    SELECT n, n, n, 'Question', 100, 0 FROM generate_series(1, 1000) n;
INSERT INTO player (id, game_id, name) SELECT n, n, 'Player ' || n FROM generate_series(1, 1000) n;
ANALYZE;
