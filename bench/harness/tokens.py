"""The tokens that Podium's clients send: JWTs (HS256), signed here with the server's secret as the server signs them."""

import base64
import hashlib
import hmac
import json


def host_token(secret: str, game: int) -> str:
    """What POST /api/games hands out to the host: it may do everything in this one game."""
    signed = b".".join(base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (
        {"alg": "HS256", "typ": "JWT"}, {"game": game, "role": "host"}))
    signature = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return b".".join((signed, base64url(signature))).decode()


def base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
