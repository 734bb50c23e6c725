"""openapi.yaml is valid, complete, and true: schemathesis tries every operation with right and wrong input."""

import os
import pathlib
import subprocess
import sys

import pytest
import yaml
from openapi_spec_validator import validate

from client import make_game
from cluster import Instance
from invariants import check_database
from postgres import ROOT
from schemathesis_hooks import SEEDED

HERE = pathlib.Path(__file__).parent
ADMIN = "an-admin-token-for-schemathesis-0123456789"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# The routes of CONTRACT and their methods; the description has to have them all, and no other.
ROUTES = {
    "/api/games": "get post",
    "/api/games/import": "post",
    "/api/games/{game_id}": "get patch",
    "/api/games/{game_id}/export": "get",
    "/api/games/{game_id}/changes": "get",
    "/api/games/{game_id}/answers": "post",
    "/api/games/{game_id}/answers/{player_id}/{question_id}": "delete",
    "/api/games/{game_id}/boards": "post",
    "/api/games/{game_id}/teams": "post",
    "/api/games/{game_id}/players": "post",
    "/api/boards/{board_id}": "patch delete",
    "/api/boards/{board_id}/categories": "post",
    "/api/categories/{category_id}": "patch delete",
    "/api/categories/{category_id}/questions": "post",
    "/api/questions/{question_id}": "patch delete",
    "/api/teams/{team_id}": "patch delete",
    "/api/players/{player_id}": "patch delete",
    "/api/join": "post",
    "/api/health/live": "get",
    "/api/health/ready": "get",
    "/metrics": "get",
    "/openapi.yaml": "get",
    "/asyncapi.yaml": "get",
}


@pytest.fixture(scope="module")
def description():
    return yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))


def test_valid(description):
    validate(description)


def test_complete(description):
    found = {path: " ".join(sorted(set(item) & set(METHODS))) for path, item in description["paths"].items()}
    assert {path: " ".join(sorted(methods.split())) for path, methods in ROUTES.items()} == found


def test_every_mutation_can_be_repeated_and_refused(description):
    """Each POST, PATCH and DELETE has Idempotency-Key, 429 and 503 with Retry-After; all but three have If-Match and 412."""

    def resolve(node):
        while "$ref" in node:
            place = description
            for step in node["$ref"].removeprefix("#/").split("/"):
                place = place[step]
            node = place
        return node

    for path, item in description["paths"].items():
        for method in set(item) & {"post", "patch", "delete"}:
            operation = item[method]
            named = {
                resolve(parameter)["name"] for parameter in [*item.get("parameters", []), *operation.get("parameters", [])]
            }
            assert {"Idempotency-Key", "X-Request-Id"} <= named, (method, path)
            for status in ("429", "503"):
                assert "Retry-After" in resolve(operation["responses"][status])["headers"], (method, path, status)
            has_precondition = path not in ("/api/games", "/api/games/import", "/api/join")
            assert ("If-Match" in named) == has_precondition == ("412" in operation["responses"]), (method, path)
        for method in set(item) & set(METHODS):
            assert item[method].get("operationId") and item[method].get("summary"), (method, path)


def test_schemathesis(binary, database, description, tmp_path):
    with Instance(database.url, admin_token=ADMIN, log_level="warning") as instance:
        # The module's database is fresh, so the ids of each kind begin at 1.
        for number in range(SEEDED):
            game = make_game(instance.api(ADMIN), name=f"Seed {number}", players=2, questions=2)
            for player in range(2):
                instance.api(ADMIN).post(f"{game.path}/answers", game.answer(player=player)).expect(200)
        done = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml")),
                *("run", str(ROOT / "openapi.yaml")),
                *("--url", instance.url),
                *("--header", f"Authorization: Bearer {ADMIN}"),
                *("--checks", "all"),
                *("--max-examples", os.environ.get("PODIUM_SCHEMATHESIS_EXAMPLES", "25")),
                *("--seed", "20260501"),
                *("--request-timeout", "10"),
                *("--max-response-time", "5"),
                *("--suppress-health-check", "all"),
                *("--continue-on-failure",),
            ],
            cwd=tmp_path,  # it leaves files
            env=os.environ | {"SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(HERE), "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=220, check=False,
        )  # fmt: skip
        print(done.stdout[-30000:])
        assert done.returncode == 0, "schemathesis found failures: its report is above"
        instance.api().get("/api/health/ready").expect(200)
    check_database(database)
    # It got through to everything there is to do.
    done = {kind for (kind,) in database.rows("select distinct kind from change")}
    assert done == set(description["components"]["schemas"]["Change"]["properties"]["kind"]["enum"])
