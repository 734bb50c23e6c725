"""How long PostgreSQL alone takes to announce something, through libpq and nothing else."""

import select
import time

from psycopg import pq

from .database import Cluster

RATE = 50
"""Notifications a second: seldom enough that each finds everybody asleep."""


class NotifyFailed(Exception):
    pass


def raw_notify(cluster: Cluster, seconds: float) -> tuple[list[int], list[int]]:
    """Latencies in microseconds: of a bare NOTIFY from sending to arrival at another connection; of one in a
    transaction that also writes a row, from commit to arrival."""
    url = cluster.url("podium").encode()
    sender, listener = pq.PGconn.connect(url), pq.PGconn.connect(url)
    try:
        run(listener, "LISTEN bench_raw")
        run(sender, "CREATE TABLE IF NOT EXISTS bench_raw (n bigint)")
        run(sender, "TRUNCATE bench_raw")
        bare, arrivals = [], []
        for number in range(int(RATE * seconds / 2)):
            sent, arrived = announce(sender, listener, "NOTIFY bench_raw, '{\"type\":\"bench\"}'")
            bare.append((arrived - sent) // 1000)
            _, arrived = announce(
                sender, listener, f"BEGIN; INSERT INTO bench_raw VALUES ({number}); NOTIFY bench_raw, 'n'; COMMIT")
            arrivals.append(arrived // 1000)
            time.sleep(1 / RATE)
        committed = cluster.sql(cluster.url("podium"), """
            SELECT (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint FROM bench_raw ORDER BY n""")
        return bare, [arrived - int(at) for arrived, at in zip(arrivals, committed.splitlines(), strict=True)]
    finally:
        sender.finish()
        listener.finish()


def announce(sender: pq.PGconn, listener: pq.PGconn, sql: str) -> tuple[int, int]:
    """When it was sent and when it arrived, in nanoseconds of the real-time clock."""
    sent = time.time_ns()
    sender.send_query(sql.encode())
    while True:
        if not select.select([listener.socket], [], [], 10)[0]:
            raise NotifyFailed("a notification did not arrive within 10 s")
        listener.consume_input()
        if listener.notifies():
            break
    arrived = time.time_ns()
    while result := sender.get_result():
        check(result)
    return sent, arrived


def run(connection: pq.PGconn, sql: str) -> None:
    check(connection.exec_(sql.encode()))


def check(result: pq.abc.PGresult) -> None:
    if result.status not in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
        raise NotifyFailed(result.error_message.decode())
