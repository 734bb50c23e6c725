"""What goes over a WebSocket's wire (RFC 6455): frames and the opening handshake, right or wrong."""

import base64
import hashlib
import os
import urllib.parse

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def frame(opcode, payload=b"", *, fin=True, reserved=0, mask=True):
    """One frame, right or wrong."""
    head = bytearray([fin << 7 | reserved << 4 | opcode])
    size = len(payload)
    if size < 126:
        head.append(mask << 7 | size)
    elif size < 1 << 16:
        head.append(mask << 7 | 126)
        head += size.to_bytes(2, "big")
    else:
        head.append(mask << 7 | 127)
        head += size.to_bytes(8, "big")
    if not mask:
        return bytes(head) + payload
    key = os.urandom(4)
    pad = (key * (size // 4 + 1))[:size]
    return bytes(head) + key + (int.from_bytes(payload, "big") ^ int.from_bytes(pad, "big")).to_bytes(size, "big")


def request(path, port, headers=(), host="127.0.0.1"):
    """The opening handshake, and what the server has to accept it with."""
    key = base64.b64encode(os.urandom(16)).decode()
    digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
    more = [f"{name}: {value}" for name, value in dict(headers).items()]
    lines = [
        f"GET {path} HTTP/1.1", f"Host: {host}:{port}", "Upgrade: websocket", "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", *more,
    ]  # fmt: skip
    return ("\r\n".join(lines) + "\r\n\r\n").encode(), base64.b64encode(digest).decode()


def socket_path(game, **query):
    """The path of a game's socket with what is not None of the query."""
    query = {name: value for name, value in query.items() if value is not None}
    return f"/ws/games/{game}" + (f"?{urllib.parse.urlencode(query)}" if query else "")
