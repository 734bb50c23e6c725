"""The way from a change to the sockets of its game, on all worker processes: the channel layer."""

import json

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer


def group_of(game_id: int) -> str:
    """The channel layer's group of a game's sockets."""
    return f"game_{game_id}"


def broadcast(game_id: int, message: dict) -> None:
    """Sends a message to all sockets of a game. To be called after the commit. It is encoded once, not per socket."""
    event = {"type": "game.message", "text": json.dumps(message, separators=(",", ":"))}
    async_to_sync(get_channel_layer().group_send)(group_of(game_id), event)
