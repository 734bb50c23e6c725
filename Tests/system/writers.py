"""Mutations under load: light HTTP on connections that are kept, retried under one idempotency key until accepted."""

import asyncio
import contextlib
import json
import random


class Connection:
    """One connection at a time to a port; opened again when it was lost."""

    def __init__(self, port, token=None):
        self.port = port
        self.token = token
        self.reader = self.writer = None

    async def call(self, method, path, body=None, key=None, seconds=15):
        """Status and body. OSError or EOFError when the connection broke: what was asked may have been done."""
        async with asyncio.timeout(seconds):
            try:
                if self.writer is None:
                    self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
                self.writer.write(self.request(method, path, body, key))
                return await self.answer()
            except BaseException:
                self.close()
                raise

    def request(self, method, path, body=None, key=None):
        content = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Content-Length: {len(content)}"]
        if body is not None:
            lines.append("Content-Type: application/json")
        if self.token is not None:
            lines.append(f"Authorization: Bearer {self.token}")
        if key is not None:
            lines.append(f"Idempotency-Key: {key}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + content

    async def answer(self):
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        fields = dict(line.split(": ", 1) for line in head.splitlines()[1:-1])
        body = await self.reader.readexactly(int(fields.get("content-length", 0)))
        if fields.get("connection") == "close":
            self.close()
        return int(head.split()[1]), body

    def close(self):
        if self.writer is not None:
            self.writer.close()
            self.writer = None


def some_mutation(chance, game):
    """Method, path and body of a mutation that is always accepted, and is one change."""
    kind = chance.random()
    if kind < 0.7:
        answer = game.answer(chance.randrange(len(game.players)), chance.randrange(len(game.questions)), chance.random() < 0.6)
        return "POST", f"{game.path}/answers", answer
    if kind < 0.95:
        return "PATCH", f"/api/questions/{chance.choice(game.questions)}", {"answered": chance.random() < 0.5}
    return "PATCH", f"/api/boards/{game.boards[0]}", {"name": "N" * chance.randrange(1, 200)}


class Writers:
    """Some hosts that mutate one game, each `rate` times a second, from `start` to `stop`."""

    def __init__(self, ports, game, count=8, rate=8, seed=1):
        self.ports = ports
        self.game = game
        self.count = count
        self.rate = rate
        self.seed = seed
        self.accepted = 0
        self.retries = 0
        self.stopping = asyncio.Event()
        self.tasks = []

    async def _write(self, number):
        chance = random.Random(self.seed * 1_000 + number)
        connection = Connection(self.ports[number % len(self.ports)], self.game.host_token)
        try:
            turn = 0
            while not self.stopping.is_set():
                turn += 1
                mutation = some_mutation(chance, self.game)
                while True:
                    try:
                        status, body = await connection.call(*mutation, key=f"writer-{self.seed}-{number}-{turn}")
                    except (OSError, EOFError):
                        status, body = 0, b""
                    if status == 200:
                        break
                    assert status in (0, 502, 503, 504), f"{mutation}: {status} {body!r}"
                    self.retries += 1
                    await asyncio.sleep(0.05)
                self.accepted += 1
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.stopping.wait(), chance.uniform(0.5, 1.5) / self.rate)
        finally:
            connection.close()

    async def __aenter__(self):
        self.tasks = [asyncio.create_task(self._write(number)) for number in range(self.count)]
        return self

    async def stop(self):
        """Lets each finish what it is at."""
        self.stopping.set()
        await asyncio.gather(*self.tasks)

    async def __aexit__(self, *error):
        self.stopping.set()
        for task in self.tasks:
            if error[0] is not None:
                task.cancel()
        results = await asyncio.gather(*self.tasks, return_exceptions=True)
        if error[0] is None:
            for result in results:
                if isinstance(result, BaseException):
                    raise result


async def burst(port, token, calls, connections=32):
    """Sends (method, path, body) as fast as they are taken, pipelined on several connections; all have to get 200."""

    async def send(part):
        connection = Connection(port, token)
        connection.reader, connection.writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            connection.writer.writelines([connection.request(*call) for call in part])
            for call in part:
                status, body = await connection.answer()
                assert status == 200, f"{call}: {status} {body!r}"
        finally:
            connection.close()

    async with asyncio.timeout(120):
        await asyncio.gather(*(send(calls[n::connections]) for n in range(min(connections, len(calls)))))
