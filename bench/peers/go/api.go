package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"strconv"
	"strings"
)

const maxBody = 1 << 20 // bytes

type answer struct {
	PlayerID   int64  `json:"player_id"`
	QuestionID int64  `json:"question_id"`
	IsCorrect  *bool  `json:"is_correct"`
	Points     *int32 `json:"points"`
}

// publish hands a message to all sockets of a game, on all instances unless the server is local.
type api struct {
	store   *store
	hub     *hub
	publish func(game int64, message []byte)
	local   bool
}

func (s *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case len(path) == 1 && path[0] == "healthz":
		w.WriteHeader(http.StatusOK)
	case len(path) == 4 && path[0] == "api" && path[1] == "games" && path[3] == "answers":
		s.route(w, r, http.MethodPost, path[2], s.recordAnswer)
	case len(path) == 3 && path[0] == "api" && path[1] == "questions":
		s.route(w, r, http.MethodPatch, path[2], s.toggle)
	case len(path) == 3 && path[0] == "ws" && path[1] == "game":
		s.route(w, r, http.MethodGet, path[2], s.join)
	default:
		http.NotFound(w, r)
	}
}

func (s *api) route(w http.ResponseWriter, r *http.Request, method, id string, handle func(http.ResponseWriter, *http.Request, int64)) {
	number, err := strconv.ParseInt(id, 10, 64)
	switch {
	case err != nil:
		http.NotFound(w, r)
	case r.Method != method:
		w.Header().Set("Allow", method)
		w.WriteHeader(http.StatusMethodNotAllowed)
	default:
		handle(w, r, number)
	}
}

func (s *api) recordAnswer(w http.ResponseWriter, r *http.Request, game int64) {
	var a answer
	if err := decode(w, r, &a); err != nil || a.IsCorrect == nil {
		http.Error(w, "player_id, question_id and is_correct are needed", http.StatusBadRequest)
		return
	}
	score, version, err := s.store.recordAnswer(r.Context(), game, a)
	if err != nil {
		fail(w, err)
		return
	}
	if s.local {
		s.publish(game, []byte(fmt.Sprintf(`{"type":"update_score","player_id":%d,"score":%d,"version":%d}`, a.PlayerID, score, version)))
	}
	respond(w, struct {
		PlayerID int64 `json:"player_id"`
		Score    int32 `json:"score"`
		Version  int64 `json:"version"`
	}{a.PlayerID, score, version})
}

func (s *api) toggle(w http.ResponseWriter, r *http.Request, question int64) {
	var body struct {
		Answered *bool `json:"answered"`
	}
	if err := decode(w, r, &body); err != nil || body.Answered == nil {
		http.Error(w, "answered is needed", http.StatusBadRequest)
		return
	}
	game, version, err := s.store.toggle(r.Context(), question, *body.Answered)
	if err != nil {
		fail(w, err)
		return
	}
	if s.local {
		s.publish(game, []byte(fmt.Sprintf(`{"type":"toggle_question","question_id":%d,"answered":%t,"version":%d}`, question, *body.Answered, version)))
	}
	respond(w, struct {
		QuestionID int64 `json:"question_id"`
		Answered   bool  `json:"answered"`
		Version    int64 `json:"version"`
	}{question, *body.Answered, version})
}

func decode(w http.ResponseWriter, r *http.Request, into interface{}) error {
	return json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(into)
}

func respond(w http.ResponseWriter, value interface{}) {
	body, err := json.Marshal(value)
	if err != nil {
		fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	// A client that has gone away is no error of ours.
	_, _ = w.Write(body)
}

func fail(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, errUnknown):
		http.Error(w, err.Error(), http.StatusNotFound)
	case errors.Is(err, errOtherGame):
		http.Error(w, err.Error(), http.StatusBadRequest)
	case errors.Is(err, errOutOfRange):
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
	default:
		log.Printf("request failed: %v", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
	}
}
