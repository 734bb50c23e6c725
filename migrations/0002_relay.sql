-- What relays share besides the games: messages kept for who comes later, and who is alive: instances and clients.
--
-- Nothing here refers to game: the check of such a foreign key would wait for the row that a mutation holds, and live
-- messages wait for no mutation. Ids of games are never used again, so what a deleted game leaves behind meets nobody.

-- The newest message of each type that was sent with "retain". Without a recipient it is for everybody.
CREATE TABLE retained_message (
    game_id                 bigint NOT NULL,
    type                    text NOT NULL CHECK (char_length(type) BETWEEN 1 AND 100),
    recipient_connection_id text,
    recipient_client_id     text,
    recipient_client_type   text,
    -- JSON, as clients get it; text, because nobody here looks inside.
    body                    text NOT NULL,
    PRIMARY KEY (game_id, type)
) WITH (fillfactor = 50);

-- Who sends heartbeats. No index on seen_at: the rows are few, and each heartbeat would have to maintain it.
CREATE TABLE relay_instance (
    id       text PRIMARY KEY CHECK (char_length(id) BETWEEN 1 AND 200),
    -- How far its clients' coming and going has been reported.
    sequence bigint NOT NULL DEFAULT 0 CHECK (sequence >= 0),
    seen_at  timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 50);

-- How many sockets of a client an instance has; gone with the instance.
CREATE TABLE presence (
    game_id     bigint NOT NULL,
    instance_id text NOT NULL REFERENCES relay_instance ON DELETE CASCADE,
    client_type text NOT NULL CHECK (char_length(client_type) <= 200),
    client_id   text NOT NULL CHECK (char_length(client_id) <= 200),
    connections integer NOT NULL CHECK (connections > 0),
    PRIMARY KEY (game_id, instance_id, client_type, client_id)
) WITH (fillfactor = 70);
CREATE INDEX presence_instance ON presence (instance_id);
