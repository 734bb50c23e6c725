"""A network cable: a TCP connection through a port of its own, which a test pulls out and puts back."""

import asyncio
import contextlib
import threading

from cluster import free_port


class Line:
    """Passes bytes on to a port of this machine. It runs in a thread of its own, since a test waits for the browser."""

    def __init__(self, target):
        self.target = target
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._writers = set()
        self._is_in = True
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._serve, "127.0.0.1", self.port))

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _serve(self, reader, writer):
        if not self._is_in:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        pair = {writer, far_writer}
        self._writers |= pair
        try:
            passing = [asyncio.create_task(pass_on(reader, far_writer)), asyncio.create_task(pass_on(far_reader, writer))]
            await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
            for task in passing:
                task.cancel()
            await asyncio.gather(*passing, return_exceptions=True)
        finally:
            self._writers -= pair
            for one in pair:
                one.transport.abort()

    @contextlib.contextmanager
    def pulled(self):
        """Every connection ends, and no new one comes about."""

        async def pull():
            self._is_in = False
            for writer in list(self._writers):
                writer.transport.abort()

        self._run(pull())
        try:
            yield
        finally:
            self._is_in = True

    def cut(self):
        """Every connection ends once; new ones are welcome."""
        with self.pulled():
            pass

    def close(self):
        async def end():
            self._server.close()
            for writer in list(self._writers):
                writer.transport.abort()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.wait(others, timeout=5) if others else None

        self._run(end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


async def pass_on(reader, writer):
    with contextlib.suppress(OSError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
