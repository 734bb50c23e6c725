"""A light WebSocket client (RFC 6455) for load and for what a library would not send.

One asyncio protocol a connection takes many frames out of each chunk. Updates, which come by the thousand, are not parsed
as JSON: their revision is the last member, and a book shared by all clients keeps the bytes of each revision once, so that
clients that got different ones are found out at once.
"""

import asyncio
import contextlib
import json
import socket
import time
import weakref

from wswire import CLOSE, PING, PONG, TEXT, frame, request, socket_path

UPDATES = (b'{"type":"update_score"', b'{"type":"toggle_question"', b'{"type":"game_changed"')
ABNORMAL = 1006
CLIENTS = weakref.WeakSet()


class Refused(Exception):
    """The server answered the handshake with something else than 101."""

    def __init__(self, status, headers, body):
        super().__init__(f"{status} {body[:300]!r}")
        self.status, self.headers, self.body = status, headers, body

    @property
    def problem(self):
        return json.loads(self.body)


class Segment:
    """What a client got from one starting point on: a snapshot, or the revision that it came back with."""

    def __init__(self, base, snapshot=None, is_reset=False):
        self.base = base
        self.snapshot = snapshot
        self.is_reset = is_reset
        self.revisions = []

    @property
    def newest(self):
        return self.revisions[-1] if self.revisions else self.base


class Client(asyncio.Protocol):
    """One connection. `log` has the text messages in order: all of them, or with keep=False all but the updates."""

    def __init__(self, after=None, book=None, keep=True, clock=None):
        self.after = after
        self.book = book if book is not None else {}
        self.keep = keep
        self.clock = clock  # called for each update, to note when it came
        self.times = []
        self.log = []
        self.cursor = 0
        self.welcome = None
        self.segments = []
        self.faults = []
        self.pings = []
        self.close_code = None
        self.close_reason = b""
        self.closed_at = None
        self.answers_pings = True
        self.transport = None
        self.is_closed = False
        self._is_open = False
        self._is_reset = False
        self._rest = b""
        self._parts = None
        self._news = asyncio.Event()
        self._opened = asyncio.get_running_loop().create_future()

    # --- what came

    @property
    def revision(self):
        """The newest revision that the client has; None before the first."""
        return self.segments[-1].newest if self.segments else None

    @property
    def messages(self):
        return [json.loads(text) for text in self.log]

    def mark(self):
        """The place in the log that has been reached."""
        return len(self.log)

    def of_type(self, *types, since=0):
        return [message for message in map(json.loads, self.log[since:]) if message["type"] in types]

    async def until(self, condition, seconds=5, what="a condition"):
        """The first true result of condition(), asked again whenever something came."""
        deadline = time.monotonic() + seconds
        while not (result := condition()):
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), deadline - time.monotonic())
            except TimeoutError:
                raise AssertionError(f"not within {seconds} s: {what}; {self!r}") from None
        return result

    async def take(self, type=None, seconds=5, **members):
        """The next message, after those already taken, that has this type and these members."""

        def found():
            while self.cursor < len(self.log):
                message = json.loads(self.log[self.cursor])
                self.cursor += 1
                if (type is None or message["type"] == type) and members.items() <= message.items():
                    return message
            assert not self.is_closed, f"closed while waiting for {type} {members}; {self!r}"
            return None

        return await self.until(found, seconds, f"{type} {members}")

    async def reach(self, revision, seconds=5):
        def reached():
            assert not self.is_closed, f"closed before revision {revision}; {self!r}"
            return (self.revision or 0) >= revision

        await self.until(reached, seconds, f"revision {revision}")

    async def closed(self, seconds=5):
        """The code that the server closed with; 1006 if the connection just ended."""
        await self.until(lambda: self.is_closed, seconds, "closed")
        return self.close_code

    def __repr__(self):
        end = f"closed {self.close_code} {self.close_reason!r}" if self.is_closed else "open"
        return f"<{end}, at {self.revision}, after {self.after}, {len(self.log)} messages, the last: {self.log[-5:]}>"

    # --- what is sent

    def send(self, message):
        self.send_frame(TEXT, json.dumps(message).encode())

    def send_text(self, text):
        self.send_frame(TEXT, text if isinstance(text, bytes) else text.encode())

    def send_frame(self, opcode, payload=b"", **options):
        self.transport.write(frame(opcode, payload, **options))

    def stop_reading(self):
        self.transport.pause_reading()

    def go_on_reading(self):
        # A window as small as that of a client that was made slow would take seconds for what has piled up.
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.transport.resume_reading()

    async def close(self, code=1000, seconds=5):
        """The close handshake; the server ends the connection."""
        if not self.is_closed:
            self.send_frame(CLOSE, code.to_bytes(2, "big"))
            await self.until(lambda: self.is_closed, seconds, "the server's end of the close handshake")

    def abort(self):
        """Gone without a word."""
        if self.transport is not None:
            self.transport.abort()

    # --- asyncio.Protocol

    def connection_made(self, transport):
        self.transport = transport
        CLIENTS.add(self)

    def connection_lost(self, error):
        self.is_closed = True
        self.closed_at = self.closed_at or time.monotonic()
        self.close_code = self.close_code or ABNORMAL
        if not self._opened.done():
            self._opened.set_exception(ConnectionError(f"ended in the handshake: {error!r} {self._rest[:300]!r}"))
        self._news.set()

    def data_received(self, data):
        if self._rest:
            data = self._rest + data
        if not self._is_open:
            data = self._take_handshake(data)
        position, end = 0, len(data)
        while self._is_open and end - position >= 2:
            first, size, start = data[position], data[position + 1], position + 2
            if size == 126:
                if end < start + 2:
                    break
                size, start = int.from_bytes(data[start : start + 2], "big"), start + 2
            elif size == 127:
                if end < start + 8:
                    break
                size, start = int.from_bytes(data[start : start + 8], "big"), start + 8
            elif size > 127:
                self.faults.append("a masked frame from the server")
                return self.abort()
            if end < start + size:
                break
            position = start + size
            if first == 0x81:
                self._take_text(data[start:position])
            else:
                self._take_frame(first, data[start:position])
        self._rest = data[position:]
        self._news.set()

    def _take_handshake(self, data):
        head, mark, rest = data.partition(b"\r\n\r\n")
        if not mark:
            return data
        status_line, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        status = int(status_line.split()[1])
        if status != 101:
            size = int(headers.get("content-length", 0))
            if len(rest) < size:
                return data
            if not self._opened.done():
                self._opened.set_exception(Refused(status, headers, rest[:size]))
            self.abort()
            return b""
        if headers.get("sec-websocket-accept") != self.expected_accept:
            self.faults.append(f"Sec-WebSocket-Accept: {headers.get('sec-websocket-accept')}")
        self._is_open = True
        if not self._opened.done():
            self._opened.set_result(None)
        return rest

    def _take_text(self, payload):
        if payload.startswith(UPDATES):
            try:
                revision = int(payload[payload.rindex(b":") + 1 : -1])
            except ValueError:
                return self.faults.append(f"an update that does not end in its revision: {payload!r}")
            if not self.segments or self._is_reset:
                return self.faults.append(f"revision {revision} before a snapshot")
            self.segments[-1].revisions.append(revision)
            known = self.book.setdefault(revision, payload)
            if known != payload:
                self.faults.append(f"revision {revision} is {payload!r} here and {known!r} elsewhere")
            if self.clock is not None:
                self.times.append((revision, self.clock()))
            if not self.keep:
                return None
        else:
            self._take_other(payload)
        return self.log.append(payload)

    def _take_other(self, payload):
        message = None
        if self.welcome is None:
            message = self.welcome = json.loads(payload)
            if message["type"] != "welcome":
                self.faults.append(f"no welcome first: {message}")
            elif message["resumed"]:
                self.segments.append(Segment(self.after))
        elif payload.startswith(b'{"type":"snapshot"'):
            message = json.loads(payload)
            if self.segments and not self._is_reset:
                self.faults.append("a snapshot without a reset")
            self.segments.append(Segment(message["revision"], message, self._is_reset))
            self._is_reset = False
        elif payload.startswith(b'{"type":"reset"'):
            self._is_reset = True
        elif payload.startswith(b'{"type":"welcome"'):
            self.faults.append("a second welcome")

    def _take_frame(self, first, payload):
        opcode = first & 0x0F
        if opcode == PING:
            self.pings.append(time.monotonic())
            if self.answers_pings:
                self.send_frame(PONG, payload)
        elif opcode == CLOSE:
            self.close_code = int.from_bytes(payload[:2], "big") if payload else 1005
            self.close_reason = payload[2:]
            self.closed_at = time.monotonic()
            with contextlib.suppress(OSError):
                self.send_frame(CLOSE, payload[:2])
        elif opcode != PONG:
            self.faults.append(f"a frame that nobody expects: {first:#x}, {len(payload)} bytes")


async def abort_all():
    """Leaves no client behind, so that servers need not wait for goodbyes."""
    for client in list(CLIENTS):
        client.abort()
    await asyncio.sleep(0)  # the transports close in the loop's next turn


async def open_client(
    port, path, *, headers=(), after=None, book=None, keep=True, clock=None, receive_buffer=None, source=None, seconds=15
):
    """A client after the handshake. Raises Refused, or OSError where there is no connection."""
    async with asyncio.timeout(seconds):
        plain = socket.socket()
        plain.setblocking(False)
        try:
            if receive_buffer is not None:
                plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)  # before connect, for the window
            if source is not None:
                plain.bind((source, 0))
            loop = asyncio.get_running_loop()
            await loop.sock_connect(plain, ("127.0.0.1", port))
            client = Client(after, book, keep, clock)
            await loop.create_connection(lambda: client, sock=plain)
        except BaseException:
            plain.close()
            raise
        try:
            handshake, client.expected_accept = request(path, port, headers)
            client.transport.write(handshake)
            await client._opened
        except BaseException:
            client.abort()
            raise
        return client


async def join(port, game, token=None, *, client_type=None, client_id=None, after=None, seconds=15, **options):
    """A client that has been welcomed and has its snapshot, or was resumed."""
    path = socket_path(game, token=token, client_type=client_type, client_id=client_id, after=after)
    client = await open_client(port, path, after=after, seconds=seconds, **options)
    try:
        await client.until(lambda: client.segments or client.is_closed, seconds, "welcome")
        if client.is_closed:
            raise ConnectionError(f"closed before the welcome: {client!r}")
    except BaseException:
        client.abort()
        raise
    return client
