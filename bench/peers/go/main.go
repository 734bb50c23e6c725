// A live quiz server in Go, as a peer to measure Podium against: net/http, pgx and gorilla/websocket.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	port := flag.Int("port", 0, "port on 127.0.0.1")
	database := flag.String("database", "", "connection string")
	flag.String("redis", "", "taken and not used: every peer is started alike")
	broadcast := flag.String("broadcast", "notify", "notify: through PostgreSQL, to all instances; local: from this process only, after the commit")
	connections := flag.Int("connections", 0, "size of the connection pool; 0: the best that was found, 16 with notify, 32 with local")
	flag.Parse()
	if *connections == 0 {
		*connections = map[string]int{"notify": 16, "local": 32}[*broadcast]
	}
	if *database == "" || (*broadcast != "notify" && *broadcast != "local") || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(64)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if err := serve(ctx, *port, *database, *broadcast == "notify", int32(*connections)); err != nil {
		log.Fatal(err)
	}
}

// Serves until the context ends, then closes the sockets and answers the requests in flight.
func serve(ctx context.Context, port int, database string, notify bool, connections int32) error {
	store, err := openStore(ctx, database, notify, connections)
	if err != nil {
		return err
	}
	defer store.pool.Close()

	hub := newHub()
	server := &api{store: store, hub: hub, publish: hub.broadcast, local: !notify}
	if notify {
		listener, err := listen(ctx, database)
		if err != nil {
			return err
		}
		go receive(ctx, database, listener, hub)
		relay := newRelay(store.pool)
		go relay.run(ctx)
		server.publish = relay.publish
	}

	// Bound before it is announced: who reads the line can connect.
	socket, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return err
	}
	web := &http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second}
	log.Printf("listening on http://%s", socket.Addr())
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(socket) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	deadline, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err = web.Shutdown(deadline)
	hub.closeAll(closeGoingAway)
	return err
}
