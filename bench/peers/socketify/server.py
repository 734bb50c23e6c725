"""Relays WebSocket messages between the clients of a game: socketify, which is uWebSockets from Python.

One process: topics are not shared between processes.
"""

import argparse
import signal
import sys

from socketify import App, CompressOptions, OpCode

# Bytes that wait for one client; uWebSockets skips messages for it beyond that, so it is far above what a run sends.
MAX_BACKPRESSURE = 64 * 1024 * 1024
MAX_MESSAGE = 4096  # bytes
IDLE_TIMEOUT = 120  # seconds; uWebSockets pings before
SIGNAL_INTERVAL = 100  # milliseconds
EXCLUSIVE_PORT = 1  # uSockets would share a port that is taken, and each server would get some of the clients


def upgrade(response, request, context):
    response.upgrade(
        request.get_header("sec-websocket-key"),
        request.get_header("sec-websocket-protocol"),
        request.get_header("sec-websocket-extensions"),
        context,
        request.get_parameter(0),
    )


def joined(socket):
    socket.subscribe(socket.get_user_data())


def relay(socket, message, opcode):
    socket.publish(socket.get_user_data(), message, OpCode.TEXT)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--database", help="taken and not used: every peer is started alike")
    arguments.add_argument("--redis", help="as --database")
    port = arguments.parse_args().port

    app = App()
    room = {
        "compression": CompressOptions.DISABLED,
        "max_payload_length": MAX_MESSAGE,
        "max_backpressure": MAX_BACKPRESSURE,
        "idle_timeout": IDLE_TIMEOUT,
        "send_pings_automatically": True,
        "upgrade": upgrade,
        "open": joined,
        "message": relay,
    }
    app.ws("/ws/game/:id", room)
    app.ws("/ws/game/:id/", room)
    app.get("/healthz", lambda response, request: response.end("ok"))
    listening = []
    app.listen({"port": port, "host": "127.0.0.1", "options": EXCLUSIVE_PORT}, listening.append)
    if not listening:
        sys.exit(f"socketify: cannot listen on port {port}")

    # libuv's own loop, which sleeps until there is work: app.run() polls it in turn with asyncio's, which nothing here
    # needs. Python sees a signal only when it runs, hence the timer.
    loop = app.loop.uv_loop
    signal.signal(signal.SIGTERM, lambda *_: loop.stop())
    timer = loop.create_timer(SIGNAL_INTERVAL, SIGNAL_INTERVAL, lambda _: None, None)
    loop.run()
    timer.stop()


if __name__ == "__main__":
    main()
