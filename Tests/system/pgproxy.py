"""A proxy between Podium and PostgreSQL that understands the protocol's framing and cuts at a chosen message.

PostgreSQL's frontend/backend protocol 3 (manual, chapter 55). What the frontend sends is gathered into flights, each up to
its Sync, Flush or simple Query, and a flight's SQL is known from the Parse messages seen so far. So a test can say: cut when
the flight with COMMIT has come, but pass nothing of it on.

It runs in a thread of its own: a server under test and a test that waits for it do not hold it up.
"""

import asyncio
import contextlib
import enum
import socket
import struct
import threading

from psycopg.conninfo import conninfo_to_dict, make_conninfo

CANCEL_REQUEST = 80877102
SSL_REQUEST = 80877103
GSS_REQUEST = 80877104


class Cut(enum.Enum):
    """At which message of a mutation's transaction the connection is dropped."""

    BETWEEN_TRIPS = "the first trip (BEGIN …) was answered, and its answer passed on"
    BEFORE_COMMIT = "the flight with COMMIT came from the client; nothing of it is passed on"
    COMMIT_LOST_REPLY = "the flight with COMMIT is passed on; nothing that comes back is"
    COMMIT_UNCONFIRMED = "all of the answer is passed on up to, but without, CommandComplete COMMIT"


class Frontend:
    """Takes the frontend's bytes apart into flights, and knows the SQL of each."""

    def __init__(self):
        self.buffer = bytearray()
        self.started = False
        self.flight = bytearray()
        self.sql = []
        self.statements = {}
        self.portals = {}

    def feed(self, data):
        """Yields (bytes, [SQL executed in them], whether a ReadyForQuery will answer them)."""
        self.buffer += data
        while (message := self._next()) is not None:
            kind, raw = message
            self.flight += raw
            if kind == b"P":
                name, query = raw[5:].split(b"\0")[:2]
                self.statements[name] = query.decode(errors="replace")
            elif kind == b"B":
                portal, statement = raw[5:].split(b"\0", 2)[:2]
                self.portals[portal] = self.statements.get(statement, "?")
            elif kind == b"E":
                self.sql.append(self.portals.get(raw[5:].split(b"\0")[0], "?"))
            elif kind == b"Q":
                self.sql.append(raw[5:-1].decode(errors="replace"))
            if kind in (b"", b"S", b"H", b"Q", b"X", b"p"):
                flight, sql, is_answered = bytes(self.flight), self.sql, kind in (b"S", b"Q")
                self.flight = bytearray()
                self.sql = [] if is_answered else list(sql)  # a Flush is no end: ReadyForQuery comes after the Sync
                yield flight, sql, is_answered

    def _next(self):
        """The next whole message: its type (empty for those that begin a connection) and its bytes."""
        head = 1 if self.started else 0
        if len(self.buffer) < head + 4:
            return None
        (length,) = struct.unpack_from("!I", self.buffer, head)
        if len(self.buffer) < head + length:
            return None
        raw = bytes(self.buffer[: head + length])
        del self.buffer[: head + length]
        if not self.started:
            code = struct.unpack_from("!I", raw, 4)[0]
            # After a refused SSL or GSS request the startup message still comes.
            self.started = code not in (SSL_REQUEST, GSS_REQUEST, CANCEL_REQUEST)
            return b"", raw
        return raw[:1], raw


class Backend:
    """Takes the backend's bytes apart into messages."""

    def __init__(self):
        self.buffer = bytearray()

    def feed(self, data):
        """Yields (type, bytes)."""
        self.buffer += data
        while len(self.buffer) >= 5:
            (length,) = struct.unpack_from("!I", self.buffer, 1)
            if len(self.buffer) < 1 + length:
                return
            raw = bytes(self.buffer[: 1 + length])
            del self.buffer[: 1 + length]
            yield raw[:1], raw


def is_commit(sql):
    return any(query.strip().upper().startswith("COMMIT") for query in sql)


def is_begin(sql):
    return any(query.strip().upper().startswith("BEGIN") for query in sql)


class Link:
    """One proxied connection."""

    def __init__(self, proxy, client_reader, client_writer):
        self.proxy = proxy
        self.client_reader, self.client_writer = client_reader, client_writer
        self.server_writer = None
        self.frontend, self.backend = Frontend(), Backend()
        self.answers = []  # for each flight under way that ends in ReadyForQuery: its SQL
        self.deaf = False  # what the server still says is read, and thrown away
        self.cut_commit = False

    async def run(self):
        try:
            server_reader, self.server_writer = await self.proxy.connect()
        except OSError:
            self.client_writer.transport.abort()
            return
        tasks = [asyncio.create_task(self.forward()), asyncio.create_task(self.back(server_reader))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if self.deaf and not tasks[1].done():
                await asyncio.wait([tasks[1]], timeout=10)  # let PostgreSQL end what it was given
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.client_writer.transport.abort()
            self.server_writer.transport.abort()

    async def forward(self):
        with contextlib.suppress(ConnectionError):
            while data := await self.client_reader.read(1 << 16):
                for flight, sql, is_answered in self.frontend.feed(data):
                    if is_commit(sql):
                        if self.proxy.fires(Cut.BEFORE_COMMIT):
                            return self.drop_client()
                        if self.proxy.fires(Cut.COMMIT_LOST_REPLY):
                            self.deaf = True
                            self.answers.append(sql)
                            self.server_writer.write(flight)
                            await self.server_writer.drain()
                            return self.drop_client()
                        if self.proxy.fires(Cut.COMMIT_UNCONFIRMED):
                            self.cut_commit = True
                    if is_answered:
                        self.answers.append(sql)
                    self.server_writer.write(flight)
                    await self.server_writer.drain()

    async def back(self, server_reader):
        with contextlib.suppress(ConnectionError):
            while data := await server_reader.read(1 << 16):
                for kind, raw in self.backend.feed(data):
                    answered = self.answers.pop(0) if kind == b"Z" and self.answers else []
                    if self.deaf:
                        if is_commit(answered):
                            return None
                        continue
                    if self.cut_commit and kind == b"C" and raw[5:].startswith(b"COMMIT"):
                        return self.drop_client()
                    self.client_writer.write(raw)
                    if is_begin(answered) and not is_commit(answered) and self.proxy.fires(Cut.BETWEEN_TRIPS):
                        await self.client_writer.drain()
                        return self.drop_client()
                if not self.deaf:
                    await self.client_writer.drain()

    def drop_client(self):
        """Closes the client's side after what was written to it."""
        self.proxy.cuts += 1
        if self.proxy.refuse_after_cut:
            self.proxy.close_port()
        self.client_writer.close()


class PgProxy:
    """`url` leads through the proxy; `arm` says what to cut next, `refuse` closes the door to new connections."""

    def __init__(self, url):
        target = conninfo_to_dict(url)
        self.host, self.target_port = target.get("host", "/var/run/postgresql"), int(target.get("port", 5432))
        self.links = set()
        self.cuts = 0
        self.armed = []
        self.refuse_after_cut = False
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = None
        self.port = 0
        self._call(self._listen())
        # A password would travel as well: whatever the target's string has besides its address is kept.
        self.url = make_conninfo(url, host="127.0.0.1", port=self.port, sslmode="disable", gssencmode="disable")

    def _call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(timeout=20)

    async def _listen(self):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self.server = await asyncio.start_server(self._accept, sock=listener)

    async def _accept(self, reader, writer):
        task = asyncio.current_task()
        self.links.add(task)
        try:
            await Link(self, reader, writer).run()
        except asyncio.CancelledError:
            pass  # cut_all
        finally:
            self.links.discard(task)

    async def connect(self):
        if self.host.startswith("/"):
            return await asyncio.open_unix_connection(f"{self.host}/.s.PGSQL.{self.target_port}")
        return await asyncio.open_connection(self.host, self.target_port)

    def fires(self, cut):
        """Whether this cut is the next one armed; it is used up then."""
        if self.armed and self.armed[0] is cut:
            self.armed.pop(0)
            return True
        return False

    def close_port(self):
        if self.server is not None:
            self.server.close()
            self.server = None

    def arm(self, *cuts, refuse_after=False):
        """Cuts one connection at each of these messages, in this order; then perhaps refuses new connections."""

        async def arm():
            self.armed = list(cuts)
            self.refuse_after_cut = refuse_after

        self._call(arm())

    def refuse(self):
        """From now on new connections are refused; those open stay."""

        async def refuse():
            self.close_port()

        self._call(refuse())

    def accept(self):
        """New connections are taken again, on the same port."""

        async def accept():
            self.refuse_after_cut = False
            if self.server is None:
                await self._listen()

        self._call(accept())

    def cut_all(self):
        """Drops every open connection."""

        async def cut():
            for task in list(self.links):
                task.cancel()
            await asyncio.gather(*self.links, return_exceptions=True)

        self._call(cut())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.cut_all()
        self.refuse()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(timeout=5)
        self.loop.close()
