#!/usr/bin/env python3
"""A buzzer box: what a hardware client of Podium does, with the keyboard for its buttons.

    pip install websockets
    examples/buzzer.py ws://127.0.0.1:8080/ws/game/1/ --token TOKEN

Type a number and Enter to press that buzzer. The host arms and disarms the box with `toggle_buzzers`. It comes back by
itself when the connection is lost, answers the host's `ping`, and with --after keeps to the revision it has.
"""

import argparse
import asyncio
import json
import sys
from urllib.parse import urlencode

import websockets


async def run(arguments):
    lines = asyncio.Queue()
    asyncio.get_running_loop().add_reader(sys.stdin, lambda: lines.put_nowait(sys.stdin.readline()))
    query = {"client_type": "buzzer", "client_id": arguments.name}
    if arguments.token:
        query["token"] = arguments.token
    async for socket in websockets.connect(f"{arguments.url}?{urlencode(query)}"):
        pressing = asyncio.create_task(press(socket, lines))
        try:
            if await listen(socket, arguments.until):
                return
        except websockets.ConnectionClosedError as error:
            print(f"connection lost, coming back: {error}", file=sys.stderr)
        finally:
            pressing.cancel()


async def press(socket, lines):
    while line := await lines.get():
        if line.strip().isdigit():
            await socket.send(json.dumps({"type": "buzzer_pressed", "buzzerId": int(line)}))


async def listen(socket, until):
    """Prints what concerns a buzzer box; true once it has heard of what it should wait for."""
    async for text in socket:
        message = json.loads(text)
        match message["type"]:
            case "ping":
                await socket.send(json.dumps({"type": "pong", "timestamp": message.get("timestamp"), "recipient": None}))
            case "welcome" | "toggle_buzzers" | "buzzer_pressed" | "error":
                print(text, flush=True)
        if message["type"] == until:
            return True
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="ws://HOST:PORT/ws/game/ID/")
    parser.add_argument("--token", help="not needed where the server runs with auth open")
    parser.add_argument("--name", default="main", help="tells several boxes apart (default: main)")
    parser.add_argument("--until", metavar="TYPE", help="ends after a message of this type")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
