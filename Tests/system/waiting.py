"""Waiting for what has no signal: a condition is polled until a deadline."""

import asyncio
import time

INTERVAL = 0.01


def until(condition, seconds, what):
    """The first true result of condition(), which has to come in time. An exception in it counts as not yet."""
    deadline = time.monotonic() + seconds
    last = None
    while True:
        try:
            if result := condition():
                return result
            last = result
        except Exception as error:  # not there yet: told if it stays so
            last = error
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what} (last: {last!r})")
        time.sleep(INTERVAL)


async def until_async(condition, seconds, what):
    """The same for a plain condition in a coroutine."""
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what} (last: {result!r})")
        await asyncio.sleep(INTERVAL)
    return result
