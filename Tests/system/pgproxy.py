"""A proxy between Podium and PostgreSQL that understands the protocol's framing and cuts at a chosen message.

PostgreSQL's frontend/backend protocol 3 (manual, chapter 55). What the frontend sends is gathered into flights, each up to
its Sync, Flush or simple Query, and a flight's SQL is known from the Parse messages seen so far. So a test can say: cut when
the flight with COMMIT has come, but pass nothing of it on.

It runs in a thread of its own: a server under test and a test that waits for it do not hold it up.
"""

import asyncio
import collections
import contextlib
import enum
import socket
import threading

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pgwire import Backend, Frontend


class Cut(enum.Enum):
    """At which message of a mutation's transaction the connection is dropped."""

    BETWEEN_TRIPS = "the first trip (BEGIN …) was answered, and its answer passed on"
    BEFORE_COMMIT = "the flight with COMMIT came from the client; nothing of it is passed on"
    COMMIT_LOST_REPLY = "the flight with COMMIT is passed on; nothing that comes back is"
    COMMIT_UNCONFIRMED = "all of the answer is passed on up to, but without, CommandComplete COMMIT"


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
        self.silent = False  # nothing is passed on any more, either way, and the connection stays
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
                    self.proxy.sent.update(sql)
                    if self.silent:
                        continue
                    await self.proxy.pause("request", sql)
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
                    if self.silent:
                        continue
                    if kind == b"A" and self.proxy.notification is not None:
                        raw = raw * self.proxy.notification()
                    if self.answers:
                        await self.proxy.pause("answer", self.answers[0])
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


class Hold:
    """Holds up what belongs to flights with this SQL, until it is released."""

    def __init__(self, proxy, place, sql):
        self.proxy, self.place, self.sql = proxy, place, sql
        self.held = threading.Event()
        self.released = asyncio.Event()

    async def holding(self, seconds=5):
        """When something is held up."""
        assert await asyncio.to_thread(self.held.wait, seconds), f"no {self.place} with {self.sql!r} in {seconds} s"

    def release(self):
        async def release():
            self.released.set()
            if self in self.proxy.holds:
                self.proxy.holds.remove(self)

        self.proxy._call(release())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.release()


class PgProxy:
    """`url` leads through the proxy; `arm` says what to cut next, `refuse` closes the door to new connections."""

    def __init__(self, url):
        target = conninfo_to_dict(url)
        self.host, self.target_port = target.get("host", "/var/run/postgresql"), int(target.get("port", 5432))
        self.links = set()
        self.running = {}
        self.cuts = 0
        self.armed = []
        self.holds = []
        self.sent = collections.Counter()  # how often each SQL came
        self.notification = None  # called for each notification: how often it is passed on
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
        link = self.running[task] = Link(self, reader, writer)
        try:
            await link.run()
        except asyncio.CancelledError:
            pass  # cut_all
        finally:
            self.links.discard(task)
            del self.running[task]

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

    def hold(self, place, sql):
        """From now on the requests (or, with "answer", what PostgreSQL says to them) that contain this SQL wait."""
        hold = Hold(self, place, sql)

        async def add():
            self.holds.append(hold)

        self._call(add())
        return hold

    def count(self, sql):
        """How often statements that contain this SQL came."""
        return sum(count for query, count in self.sent.items() if sql in query)

    async def pause(self, place, sql):
        for hold in self.holds:
            if hold.place == place and any(hold.sql in query for query in sql):
                hold.held.set()
                await hold.released.wait()
                return

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

    def silence_all(self):
        """Every open connection stays open, and nothing comes through any more; new ones are as usual."""

        async def silence():
            for link in self.running.values():
                link.silent = True

        self._call(silence())

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
