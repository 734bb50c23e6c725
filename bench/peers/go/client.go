package main

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	outboxSize     = 256  // messages
	maxMessage     = 4096 // bytes
	writeTimeout   = 10 * time.Second
	pingInterval   = 20 * time.Second
	pongTimeout    = 50 * time.Second
	closeGoingAway = websocket.CloseGoingAway
)

var upgrader = websocket.Upgrader{
	ReadBufferSize:  1024,
	WriteBufferSize: 1024,
	WriteBufferPool: &sync.Pool{},
}

type client struct {
	socket    *websocket.Conn
	game      int64
	outbox    chan *websocket.PreparedMessage
	closeCode int // set before the outbox is closed
}

// Two goroutines a socket, and none of the handler's: what net/http keeps for a request is freed when this returns.
func (s *api) join(w http.ResponseWriter, r *http.Request, game int64) {
	socket, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // answered already
	}
	c := &client{socket: socket, game: game, outbox: make(chan *websocket.PreparedMessage, outboxSize)}
	if !s.hub.join(c) {
		_ = socket.Close()
		return
	}
	go s.write(c)
	go s.read(c)
}

// Relays what the client sends until it goes away.
func (s *api) read(c *client) {
	code := websocket.CloseNormalClosure
	defer func() { s.hub.leave(c, code) }()
	c.socket.SetReadLimit(maxMessage)
	extend := func(string) error { return c.socket.SetReadDeadline(time.Now().Add(pongTimeout)) }
	c.socket.SetPongHandler(extend)
	if extend("") != nil {
		return
	}
	for {
		kind, message, err := c.socket.ReadMessage()
		switch {
		case err != nil:
			return
		case kind != websocket.TextMessage:
			code = websocket.CloseUnsupportedData
			return
		case !json.Valid(message):
			code = websocket.CloseInvalidFramePayloadData
			return
		}
		s.publish(c.game, message)
	}
}

// Writes the outbox to the socket, and pings, until the outbox is closed or the socket fails.
func (s *api) write(c *client) {
	pings := time.NewTicker(pingInterval)
	defer func() {
		pings.Stop()
		_ = c.socket.Close() // wakes the reader, which leaves the room
		s.hub.writers.Done()
	}()
	for {
		select {
		case frame, open := <-c.outbox:
			if !open {
				reason := websocket.FormatCloseMessage(c.closeCode, "")
				_ = c.socket.WriteControl(websocket.CloseMessage, reason, time.Now().Add(writeTimeout))
				return
			}
			if c.socket.SetWriteDeadline(time.Now().Add(writeTimeout)) != nil || c.socket.WritePreparedMessage(frame) != nil {
				return
			}
		case <-pings.C:
			if c.socket.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeTimeout)) != nil {
				return
			}
		}
	}
}
