"""asyncapi.yaml is whole, and true: every frame of a session that provokes all there is to see fits its schemas."""

import asyncio
import json
import re

import jsonschema
import psycopg
import pytest
import yaml

from client import make_game
from cluster import Instance
from pgproxy import PgProxy
from postgres import ROOT
from provoking import Session, provoke
from waiting import until_async

# What takes more than a test should do to a server.
NOT_PROVOKED = {"overloaded"}


@pytest.fixture(scope="module")
def description():
    return yaml.safe_load((ROOT / "asyncapi.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def validators(description):
    """For what the server sends, and for what clients send."""

    def validator(name):
        schema = {"$ref": f"#/components/schemas/{name}", "components": description["components"]}
        return jsonschema.Draft7Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)

    return validator("serverMessage"), validator("clientMessage")


def references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for each in node.values():
            yield from references(each)
    elif isinstance(node, list):
        for each in node:
            yield from references(each)


def resolve(description, reference):
    node = description
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    return node


def test_whole(description):
    """Every reference leads somewhere, every schema is one, every message is of a channel and of an operation."""
    assert description["asyncapi"].startswith("3.")
    for reference in references(description):
        assert resolve(description, reference), reference
    for name, schema in description["components"]["schemas"].items():
        jsonschema.Draft7Validator.check_schema(schema), name
    for channel in description["channels"].values():
        of_channel = {message["$ref"] for message in channel["messages"].values()}
        assert of_channel, channel
    names = {
        resolve(description, message["$ref"])["$ref"]
        for operation in description["operations"].values()
        if resolve(description, operation["channel"]["$ref"])["address"].startswith("/ws")
        for message in operation["messages"]
    }
    assert names == {message["$ref"] for message in description["channels"]["game"]["messages"].values()}
    actions = {operation["action"] for operation in description["operations"].values()}
    assert actions == {"send", "receive"}


def test_examples_fit(description):
    for name, message in description["components"]["messages"].items():
        assert message["examples"], name
        payload = message["payload"]
        schema = dict(payload) | {"components": description["components"]}
        for example in message["examples"]:
            jsonschema.validate(example["payload"], schema, jsonschema.Draft7Validator)


def test_the_server_offers_it(binary, database):
    with Instance(database.url) as instance:
        served = instance.api().get("/asyncapi.yaml").expect(200)
        assert served.body == (ROOT / "asyncapi.yaml").read_bytes()


async def test_every_frame_fits(binary, database, description, validators):
    server_side, client_side = validators
    with PgProxy(database.url) as reads, PgProxy(database.url) as listener:
        reads.database = database
        with Instance(reads.url, listen_database_url=listener.url) as instance:
            await until_async(lambda: instance.api().get("/api/health/ready").status == 200, 10, "ready")
            game = make_game(instance.api())
            session = Session(instance.port)
            payloads = []
            async with await psycopg.AsyncConnection.connect(database.url, autocommit=True) as connection:
                await connection.execute("listen podium_changes")
                await connection.execute("listen podium_coordination")
                hearing = asyncio.create_task(hear(connection, payloads))
                try:
                    await provoke(session, game, instance, listener, reads)
                    for client in session.clients:
                        if not client.is_closed:
                            await client.close()
                    await asyncio.to_thread(instance.stop)
                    await until_async(lambda: any("\tgone" in p or ":g\t" in p for _, p in payloads), 5, "its end")
                finally:
                    hearing.cancel()
                    await asyncio.gather(hearing, return_exceptions=True)

    seen = set()
    for client in session.clients:
        for message in client.messages:
            problems = [problem.message for problem in server_side.iter_errors(message)]
            assert not problems, f"{message}: {problems}"
            seen.add((message["type"], message.get("kind") or message.get("code")))
    for message in session.sent:
        client_side.validate(message)
    schemas = description["components"]["schemas"]
    types = {
        schema["properties"]["type"]["const"]
        for schema in schemas.values()
        if "const" in schema.get("properties", {}).get("type", {})
    }
    assert types <= {kind for kind, _ in seen}, "described, and not seen"
    assert {code for kind, code in seen if kind == "error"} | NOT_PROVOKED == set(
        schemas["error"]["properties"]["code"]["enum"]
    )
    kinds = set()
    for reference in schemas["gameChanged"]["oneOf"]:
        kind = resolve(description, reference["$ref"])["properties"]["kind"]
        kinds |= set(kind.get("enum", [kind.get("const")]))
    assert {kind for name, kind in seen if name == "game_changed"} == kinds

    messages = description["components"]["messages"]
    patterns = {
        "podium_changes": messages["changeAnnouncement"]["payload"],
        "podium_coordination": messages["coordinationPayload"]["payload"],
    }
    heard = {"m": 0, "M": 0, "p": 0, "g": 0, "changes": 0}
    change = jsonschema.Draft7Validator({"$ref": "#/components/schemas/change", "components": description["components"]})
    for channel, payload in payloads:
        jsonschema.validate(payload, patterns[channel], jsonschema.Draft7Validator)
        assert len(payload.encode()) <= 7_900
        items = payload.partition(":")[2]
        if channel == "podium_changes":
            heard["changes"] += 1
            for message in json.loads(items):
                change.validate(message)
        else:
            for item in items.split("\n"):
                check_item(item, server_side)
                heard[item[0]] += 1
    assert all(heard.values()), heard


async def hear(connection, payloads):
    async for notification in connection.notifies():
        payloads.append((notification.channel, notification.payload))


def check_item(item, server_side):
    """As the table in asyncapi.yaml says."""
    kind, *fields = item.split("\t")
    if kind in "mM":
        recipient, name, message = fields
        assert recipient == "-" or isinstance(json.loads(recipient), dict), item
        message = json.loads(message)
        server_side.validate(message)
        assert json.loads(name) == message["type"] and (kind == "M") == message.get("retain", False)
    elif kind == "p":
        instance, number, counts = map(json.loads, fields)
        assert isinstance(instance, str) and number >= 0
        assert all(re.fullmatch(r"\w+", one) and name and count >= 0 for one, name, count in counts)
    else:
        assert kind == "g" and isinstance(json.loads(fields[0]), str) and len(fields) == 1


def test_the_schemas_refuse_what_is_wrong(validators):
    """Else they would prove nothing."""
    server_side, client_side = validators
    for message in [
        {}, {"type": "update_score"}, {"type": "welcome", "game_id": 1}, {"type": "game_changed", "kind": "x", "revision": 1},
        {"type": "update_score", "player_id": 1, "score": 1, "version": 0, "revision": 1}, {"type": "pressed"},
        {"type": "error", "code": "whatever", "detail": ""}, {"type": "reset", "revision": 1},
        {"type": "toggle_question", "question_id": 1, "answered": 1, "version": 1, "revision": 1},
    ]:  # fmt: skip
        assert not server_side.is_valid(message), message
    for message in [{}, {"type": ""}, {"type": "reset"}, {"type": "a", "retain": 1}, {"type": "a", "recipient": {}}, [], "x"]:
        assert not client_side.is_valid(message), message
