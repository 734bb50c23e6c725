"""Pings at the set interval, and an end of those who do not answer."""

import asyncio
import time

import pytest

from client import make_game
from cluster import Instance
from wsclient import join
from wswire import PONG


@pytest.fixture(scope="module")
def instance(binary, database):
    with Instance(database.url, ping_interval=1) as instance:
        yield instance


async def test_pings_and_two_of_them_unanswered(instance):
    game = make_game(instance.api())
    answers, silent, talks = await asyncio.gather(*(join(instance.port, game.id, game.host_token) for _ in range(3)))
    silent.answers_pings = talks.answers_pings = False
    began = time.monotonic()

    async def talk():
        """What a client says is a sign of life as well."""
        for number in range(1, 5):
            await talks.until(lambda number=number: len(talks.pings) >= number, 3, "the next ping")
            talks.send({"type": "here"})

    await asyncio.gather(silent.closed(6), talk(), answers.until(lambda: len(answers.pings) >= 4, 6, "four pings"))
    lasted = silent.closed_at - began
    print(f"closed with {silent.close_code} after {lasted:.1f} s and {len(silent.pings)} pings")
    assert len(silent.pings) == 2 and 1.5 < lasted < 4
    assert 2 < answers.pings[3] - answers.pings[0] < 4.5, answers.pings
    assert not answers.is_closed and not talks.is_closed
    # A pong that nobody asked for is no harm (RFC 6455, 5.5.3).
    answers.send_frame(PONG, b"unasked")
    answers.send({"type": "still-here"})
    await answers.take("still-here")
    await answers.close()
    await talks.close()


async def test_a_pong_has_the_pings_bytes(instance):
    game = make_game(instance.api())
    client = await join(instance.port, game.id, game.host_token)
    pongs = []
    take_frame = client._take_frame
    client._take_frame = lambda first, payload: pongs.append(payload) if first == 0x8A else take_frame(first, payload)
    for payload in (b"", b"x" * 125):
        client.send_frame(9, payload)
    await client.until(lambda: len(pongs) == 2, 3, "two pongs")
    assert pongs == [b"", b"x" * 125]
    await client.close()
