package main

import (
	"context"
	"fmt"
	"log"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
	"github.com/jackc/pgx/v4"
	"github.com/jackc/pgx/v4/pgxpool"
)

// Changes arrive as GAME:MESSAGE. Live messages as GAME:SEQUENCE:MESSAGE: within one transaction PostgreSQL
// delivers equal notifications once, and two clients may well send the same.
const (
	changes = "game_changes"
	live    = "game_live"
)

const publishSQL = `SELECT pg_notify('` + live + `', payload) FROM unnest($1::text[]) AS payload`

const (
	relayQueue        = 128 // messages; well below an outbox, which takes a transaction of them at once
	reconnectInterval = 200 * time.Millisecond
)

// Sends live messages to all instances: what has gathered while one transaction ran goes out in the next.
type relay struct {
	pool     *pgxpool.Pool
	messages chan liveMessage
}

type liveMessage struct {
	game int64
	body []byte
}

func newRelay(pool *pgxpool.Pool) *relay {
	return &relay{pool: pool, messages: make(chan liveMessage, relayQueue)}
}

// Waits while the queue is full, and with it the sender's socket.
func (r *relay) publish(game int64, message []byte) { r.messages <- liveMessage{game, message} }

func (r *relay) run(ctx context.Context) {
	sequence := 0
	for {
		var payloads []string
		select {
		case <-ctx.Done():
			return
		case first := <-r.messages:
			payloads = append(payloads, payload(first, sequence))
		}
		for waiting := len(r.messages); waiting > 0; waiting-- {
			payloads = append(payloads, payload(<-r.messages, sequence+len(payloads)))
		}
		sequence += len(payloads)
		if _, err := r.pool.Exec(ctx, publishSQL, payloads); err != nil && ctx.Err() == nil {
			log.Printf("%d live messages lost: %v", len(payloads), err)
		}
	}
}

func payload(m liveMessage, sequence int) string {
	return fmt.Sprintf("%d:%d:%s", m.game, sequence, m.body)
}

func listen(ctx context.Context, database string) (*pgx.Conn, error) {
	connection, err := pgx.Connect(ctx, database)
	if err != nil {
		return nil, err
	}
	for _, channel := range []string{changes, live} {
		if _, err = connection.Exec(ctx, "LISTEN "+channel); err != nil {
			_ = connection.Close(ctx)
			return nil, err
		}
	}
	return connection, nil
}

// Hands notifications to the rooms. While there is no listener something may be missed: nobody keeps a socket then.
func receive(ctx context.Context, database string, connection *pgx.Conn, h *hub) {
	for {
		notification, err := connection.WaitForNotification(ctx)
		if err == nil {
			deliver(notification.Channel, notification.Payload, h)
			continue
		}
		_ = connection.Close(context.Background())
		for err != nil {
			if ctx.Err() == nil {
				log.Printf("no listener: %v", err)
				h.disconnectAll(websocket.CloseServiceRestart)
			}
			select {
			case <-ctx.Done():
				return
			case <-time.After(reconnectInterval):
			}
			connection, err = listen(ctx, database)
		}
		// Who joined meanwhile has missed something too.
		h.disconnectAll(websocket.CloseServiceRestart)
	}
}

func deliver(channel, text string, h *hub) {
	id, message, _ := strings.Cut(text, ":")
	if channel == live {
		_, message, _ = strings.Cut(message, ":")
	}
	game, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		log.Printf("a notification without a game: %q", text)
		return
	}
	h.broadcast(game, []byte(message))
}
