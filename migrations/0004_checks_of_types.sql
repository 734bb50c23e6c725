-- Cheaper mutations: what a value may be is checked by its type, no longer by the table.
--
-- A table's CHECKs are all evaluated for each row that is updated, whichever columns were set; and each statement
-- first reads them anew from the catalogue's text, which took a fifth of PostgreSQL's time for a mutation. A domain is
-- checked where a value is put into its column, and a session reads it once.

CREATE DOMAIN label AS text CONSTRAINT label_length CHECK (char_length(VALUE) BETWEEN 1 AND 200);
CREATE DOMAIN term AS text CONSTRAINT term_length CHECK (char_length(VALUE) BETWEEN 1 AND 50);
CREATE DOMAIN game_mode AS text CONSTRAINT game_mode_length CHECK (char_length(VALUE) BETWEEN 1 AND 20);
CREATE DOMAIN join_code AS text CONSTRAINT join_code_form CHECK (VALUE ~ '^[A-Z0-9]{6}$');
CREATE DOMAIN long_text AS text CONSTRAINT long_text_length CHECK (char_length(VALUE) <= 2000);
CREATE DOMAIN question_text AS long_text CONSTRAINT question_text_length CHECK (char_length(VALUE) >= 1);
CREATE DOMAIN whole_number AS integer CONSTRAINT whole_number_sign CHECK (VALUE >= 0);
CREATE DOMAIN buzzer_number AS integer CONSTRAINT buzzer_number_range CHECK (VALUE BETWEEN 0 AND 32767);
CREATE DOMAIN counter AS bigint CONSTRAINT counter_sign CHECK (VALUE >= 0);

ALTER TABLE game
    DROP CONSTRAINT game_name_check,
    DROP CONSTRAINT game_mode_check,
    DROP CONSTRAINT game_points_term_check,
    DROP CONSTRAINT game_join_code_check,
    DROP CONSTRAINT game_revision_check,
    ALTER COLUMN name TYPE label,
    ALTER COLUMN mode TYPE game_mode,
    ALTER COLUMN points_term TYPE term,
    ALTER COLUMN join_code TYPE join_code,
    ALTER COLUMN revision TYPE counter;

ALTER TABLE player
    DROP CONSTRAINT player_name_check,
    DROP CONSTRAINT player_buzzer_check,
    DROP CONSTRAINT player_score_version_check,
    ALTER COLUMN name TYPE label,
    ALTER COLUMN buzzer TYPE buzzer_number,
    ALTER COLUMN score_version TYPE counter;

ALTER TABLE question
    DROP CONSTRAINT question_text_check,
    DROP CONSTRAINT question_answer_check,
    DROP CONSTRAINT question_points_check,
    DROP CONSTRAINT question_position_check,
    DROP CONSTRAINT question_state_version_check,
    ALTER COLUMN text TYPE question_text,
    ALTER COLUMN answer TYPE long_text,
    ALTER COLUMN points TYPE whole_number,
    ALTER COLUMN position TYPE whole_number,
    ALTER COLUMN state_version TYPE counter;

-- A change takes its revision and its version from the counters above. To alter its columns would write the whole log
-- anew.
ALTER TABLE change
    DROP CONSTRAINT change_revision_check,
    DROP CONSTRAINT change_version_check;
