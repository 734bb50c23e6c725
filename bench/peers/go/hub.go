package main

import (
	"log"
	"sync"

	"github.com/gorilla/websocket"
)

// The sockets of this instance, by game.
type hub struct {
	mu      sync.RWMutex
	rooms   map[int64]map[*client]struct{}
	closed  bool
	writers sync.WaitGroup
}

func newHub() *hub { return &hub{rooms: map[int64]map[*client]struct{}{}} }

// False once the server is ending.
func (h *hub) join(c *client) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	room := h.rooms[c.game]
	if room == nil {
		room = map[*client]struct{}{}
		h.rooms[c.game] = room
	}
	room[c] = struct{}{}
	h.writers.Add(1)
	return true
}

// Ends the client's writer with a close code; nothing happens when it has left already.
func (h *hub) leave(c *client, code int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.remove(c, code)
}

func (h *hub) remove(c *client, code int) {
	room := h.rooms[c.game]
	if _, member := room[c]; !member {
		return
	}
	delete(room, c)
	if len(room) == 0 {
		delete(h.rooms, c.game)
	}
	c.closeCode = code
	close(c.outbox)
}

// Puts one frame, built once, into every outbox of the room, and drops who does not read.
func (h *hub) broadcast(game int64, message []byte) {
	frame, err := websocket.NewPreparedMessage(websocket.TextMessage, message)
	if err != nil {
		log.Printf("cannot build a frame: %v", err)
		return
	}
	var slow []*client
	h.mu.RLock()
	for c := range h.rooms[game] {
		select {
		case c.outbox <- frame:
		default:
			slow = append(slow, c)
		}
	}
	h.mu.RUnlock()
	for _, c := range slow {
		log.Printf("game %d: a client does not read, closed", game)
		h.leave(c, websocket.CloseTryAgainLater)
		_ = c.socket.Close() // its writer may be waiting for it
	}
}

// Closes all sockets, so that their clients come back and read the state anew.
func (h *hub) disconnectAll(code int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, room := range h.rooms {
		for c := range room {
			h.remove(c, code)
		}
	}
}

// Closes all sockets, lets no other in, and waits until the close frames are out.
func (h *hub) closeAll(code int) {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	h.disconnectAll(code)
	h.writers.Wait()
}
