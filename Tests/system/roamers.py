"""Clients that come and go at random, as phones do, with and without `after`."""

import asyncio
import time

from wsclient import Refused, abort_all, join


class Roamer:
    """One client; `sessions` are its connections so far, the last of which is open unless it is between two."""

    def __init__(self, crowd, number):
        self.crowd = crowd
        self.number = number
        self.sessions = []

    @property
    def revision(self):
        """The newest that it has on an open connection; 0 without one."""
        last = self.sessions[-1] if self.sessions else None
        return last.revision if last is not None and not last.is_closed else 0

    async def run(self):
        crowd, chance = self.crowd, self.crowd.chance
        lost = False
        while True:
            after = None
            if self.sessions and (lost or chance.random() < 0.6):
                after = self.sessions[-1].revision
            try:
                client = await join(
                    crowd.port, crowd.game.id, chance.choice(crowd.tokens), after=after, book=crowd.book, keep=False,
                    clock=time.time if self.number % 10 == 0 else None, seconds=4,
                )  # fmt: skip
            except Refused as refused:
                assert refused.status in (502, 503, 504), refused
                crowd.failures += 1
            except (OSError, TimeoutError, AssertionError):
                crowd.failures += 1
            else:
                self.sessions.append(client)
                lost = await self._stay(client)
                if not client.is_closed:
                    return
                continue
            await asyncio.sleep(chance.uniform(0.05, 0.25))

    async def _stay(self, client):
        """For a while, or to the end; whether the connection was lost."""
        crowd, chance = self.crowd, self.crowd.chance
        done = asyncio.create_task(crowd.stopping.wait())
        lost = asyncio.create_task(client.until(lambda: client.is_closed, 3_600))
        await asyncio.wait([done, lost], timeout=chance.uniform(*crowd.stay), return_when=asyncio.FIRST_COMPLETED)
        was_lost = client.is_closed
        if not was_lost and not crowd.stopping.is_set():
            if chance.random() < 0.5:
                client.abort()
                await asyncio.wait([lost])
            else:
                await client.close()
        for task in (done, lost):
            task.cancel()
        crowd.losses += was_lost
        return was_lost


class Crowd:
    """Many of them in one game, through one port. Between `async with` and `stop` they come and go; then they stay."""

    def __init__(self, port, game, tokens, count, chance, stay):
        self.port, self.game, self.tokens, self.chance, self.stay = port, game, tokens, chance, stay
        self.book = {}
        self.failures = 0
        self.losses = 0
        self.stopping = asyncio.Event()
        self.roamers = [Roamer(self, number) for number in range(count)]
        self.tasks = []

    @property
    def sessions(self):
        return [session for roamer in self.roamers for session in roamer.sessions]

    async def reach(self, revision, seconds):
        """Every one of them is there at this moment or was since the call, at this revision or a later one."""
        behind = set(self.roamers)
        deadline = time.monotonic() + seconds
        while behind := {roamer for roamer in behind if roamer.revision < revision}:
            for task in self.tasks:
                if task.done():
                    task.result()
            if time.monotonic() > deadline:
                some = [roamer.sessions[-1:] for roamer in behind][:3]
                raise AssertionError(f"after {seconds} s {len(behind)} are not at revision {revision}: {some}")
            await asyncio.sleep(0.01)

    async def __aenter__(self):
        self.tasks = [asyncio.create_task(roamer.run()) for roamer in self.roamers]
        return self

    async def stop(self, revision, seconds=10):
        """From now on nobody leaves; everybody comes to this revision."""
        self.stopping.set()
        await asyncio.wait_for(asyncio.gather(*self.tasks), seconds)
        await self.reach(revision, seconds)

    async def __aexit__(self, *error):
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await abort_all()
