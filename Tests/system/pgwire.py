"""PostgreSQL's frontend/backend protocol 3 (manual, chapter 55), taken apart as far as the proxy needs it."""

import struct

CANCEL_REQUEST = 80877102
SSL_REQUEST = 80877103
GSS_REQUEST = 80877104


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
