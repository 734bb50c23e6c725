"""The proxy itself, with psycopg in place of Podium: does it cut where it says?"""

import psycopg
import pytest

from pgproxy import Cut, PgProxy


@pytest.fixture
def proxy(postgres):
    with postgres.empty_database() as database:
        database.execute("create table t (x integer primary key)")
        with PgProxy(database.url) as proxy:
            proxy.database = database
            yield proxy


def insert(proxy, number, pipelined):
    with psycopg.connect(proxy.url, autocommit=True) as connection:
        if pipelined:
            with connection.pipeline():
                connection.execute("BEGIN")
                connection.execute("select count(*) from t").fetchone()
            with connection.pipeline():
                connection.execute("insert into t values (%s)", [number])
                connection.execute("COMMIT")
        else:
            connection.execute("BEGIN")
            connection.execute("insert into t values (%s)", [number])
            connection.execute("COMMIT")


@pytest.mark.parametrize("pipelined", [False, True])
def test_passes_everything_on(proxy, pipelined):
    insert(proxy, 1, pipelined)
    assert proxy.database.rows("select x from t") == [(1,)]
    assert proxy.cuts == 0


@pytest.mark.parametrize("pipelined", [False, True])
@pytest.mark.parametrize(
    ("cut", "committed"),
    [(Cut.BETWEEN_TRIPS, 0), (Cut.BEFORE_COMMIT, 0), (Cut.COMMIT_LOST_REPLY, 1), (Cut.COMMIT_UNCONFIRMED, 1)],
)
def test_cuts_at_the_very_message(proxy, cut, committed, pipelined):
    proxy.arm(cut)
    with pytest.raises(psycopg.OperationalError):
        insert(proxy, 1, pipelined)
    assert proxy.cuts == 1
    # The cut connection's transaction has ended, one way or the other, when its row can be locked by another.
    proxy.database.execute("begin; lock table t; commit")
    assert proxy.database.value("select count(*) from t") == committed
    insert(proxy, 2, pipelined)
    assert proxy.database.value("select count(*) from t") == committed + 1


def test_refuses_and_accepts_again(proxy):
    proxy.arm(Cut.COMMIT_LOST_REPLY, refuse_after=True)
    with pytest.raises(psycopg.OperationalError):
        insert(proxy, 1, True)
    with pytest.raises(psycopg.OperationalError, match="refused"):
        insert(proxy, 2, True)
    proxy.accept()
    insert(proxy, 2, True)
    assert proxy.database.rows("select x from t order by x") == [(1,), (2,)]
