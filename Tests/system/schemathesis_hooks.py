"""Makes schemathesis meet what exists, instead of ending nearly always at "not found" or "the version has moved on".

Loaded by schemathesis (SCHEMATHESIS_HOOKS). Only values that are right by the description are replaced: what is wrong on
purpose stays wrong.
"""

import re

import schemathesis

# test_openapi.py makes this many games in a fresh database, each with one board, category and team and with two questions
# and players: game 7 has board 7, and questions 13 and 14.
SEEDED = 60
TAGS = re.compile(r'^"\d{1,18}"(, ?"\d{1,18}")*$')


def is_id(value):
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value < 2**63


def replace_ids(values, game):
    if not isinstance(values, dict):
        return
    for name in ("game_id", "board_id", "category_id", "team_id"):
        if is_id(values.get(name)):
            values[name] = game
    for name in ("question_id", "player_id"):
        if is_id(values.get(name)):
            values[name] = 2 * game - values[name] % 2


@schemathesis.hook
def map_case(context, case):
    ids = [value for value in (case.path_parameters or {}).values() if is_id(value)]
    game = (ids[0] if ids else 1) % SEEDED + 1
    replace_ids(case.path_parameters, game)
    replace_ids(case.body, game)
    condition = (case.headers or {}).get("If-Match")
    if isinstance(condition, str) and TAGS.match(condition) and len(condition) % 3:
        case.headers["If-Match"] = "*"
    return case
