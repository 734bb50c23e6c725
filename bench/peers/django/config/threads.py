"""Threads that are kept for Django's sync views, instead of a new one for each request."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import ThreadSensitiveContext


class KeptThreads:
    """An ASGI application that runs each request of another one on one of `count` threads.

    A request without a free thread waits for one, in order. As the threads stay, so do their database connections.
    """

    def __init__(self, application, count: int):
        self.application = application
        self.free = asyncio.LifoQueue()
        for _ in range(count):
            self.free.put_nowait(ThreadPoolExecutor(max_workers=1))

    async def __call__(self, scope, receive, send):
        thread = await self.free.get()
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self.application(scope, receive, send)
        finally:
            self.free.put_nowait(thread)
