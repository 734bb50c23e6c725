"""All measures by name, in the order in which they run."""

from collections.abc import Callable

from ..context import Context
from . import fanout, growth, latency, memory, mutations, start

MEASURES: dict[str, Callable[[Context], list[dict]]] = {
    "start": start.start,
    "pgbench": mutations.pgbench,
    "store": mutations.store,
    "http": mutations.http,
    "mutations": mutations.mutations,
    "lone": mutations.lone,
    "one-player": mutations.one_player,
    "instances": growth.instances,
    "games": growth.games,
    "players": growth.players,
    "fanout": fanout.deliveries,
    "subscribers": fanout.subscribers,
    "rooms": fanout.rooms,
    "latency": latency.commit_to_delivery,
    "memory": memory.memory,
    "change-log": growth.change_log,
}
