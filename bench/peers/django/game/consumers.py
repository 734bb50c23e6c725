"""WebSockets: receives a game's broadcasts, and relays what clients send. Mutations are REST's alone."""

import json

from channels.generic.websocket import AsyncWebsocketConsumer

from .broadcast import group_of


class GameConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        self.group = group_of(self.scope["url_route"]["kwargs"]["game_id"])
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code):
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data=None, bytes_data=None):
        """Relays a JSON text message to all sockets of the game, as it came; ignores anything else."""
        if text_data is None:
            return
        try:
            json.loads(text_data)
        except ValueError:
            return
        await self.channel_layer.group_send(self.group, {"type": "game.message", "text": text_data})

    async def game_message(self, event):
        """One message of the channel layer, already encoded: a broadcast or another client's."""
        await self.send(text_data=event["text"])
