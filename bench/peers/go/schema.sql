-- The peer's tables; run once by psql on an empty database.
CREATE TABLE game (
    id   bigint PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE question (
    id            bigint PRIMARY KEY,
    game_id       bigint NOT NULL REFERENCES game,
    text          text NOT NULL,
    points        integer NOT NULL,
    answered      boolean NOT NULL DEFAULT false,
    state_version bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 80);
CREATE INDEX question_game ON question (game_id);

-- The fill factors leave room for updates in the same page, which then touch no index.
CREATE TABLE player (
    id            bigint PRIMARY KEY,
    game_id       bigint NOT NULL REFERENCES game,
    name          text NOT NULL,
    score         integer NOT NULL DEFAULT 0,
    score_version bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 70);
CREATE INDEX player_game ON player (game_id);

CREATE TABLE player_answer (
    player_id   bigint NOT NULL REFERENCES player,
    question_id bigint NOT NULL REFERENCES question,
    is_correct  boolean NOT NULL,
    points      integer NOT NULL,
    PRIMARY KEY (player_id, question_id)
) WITH (fillfactor = 80);
CREATE INDEX player_answer_question ON player_answer (question_id);
