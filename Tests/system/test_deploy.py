"""The Dockerfile, the compose file and HAProxy's file are sound, and agree with each other and with the program."""

import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys

import pytest
import yaml
from compose_spec import PyCompose
from dockerfile_parse import DockerfileParser

from cluster import podium
from postgres import ROOT

DOCKERFILE = ROOT / "Dockerfile"
BASE_IMAGES = sorted((ROOT / "deploy" / "base-images").glob("*/Dockerfile"))
COMPOSE = ROOT / "docker-compose.yml"
HAPROXY_FILE = ROOT / "deploy" / "haproxy.cfg"
TOOLS = os.path.dirname(sys.executable)
SECRETS = {"PODIUM_SECRET": "s" * 40, "PODIUM_DATABASE_PASSWORD": "it's $a:p@ss/word"}
WHOLE = {"PATH": os.environ["PATH"] + ":/usr/local/sbin:/usr/sbin"}


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    """What podman-compose makes of the compose file with these variables. It wants to know podman's version, no more."""
    stub = tmp_path_factory.mktemp("bin") / "podman"
    stub.write_text("#!/bin/sh\necho podman version 4.3.1\n")
    stub.chmod(0o755)

    def config(**variables):
        return subprocess.run(
            [f"{TOOLS}/podman-compose", "--file", COMPOSE, "config"], env=variables | {"PATH": f"{stub.parent}:/usr/bin:/bin"},
            cwd=stub.parent, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    return config


@pytest.fixture(scope="module")
def composed(config):
    done = config(**SECRETS)
    assert done.returncode == 0, done
    return done.stdout


@pytest.fixture(scope="module")
def services(composed):
    return yaml.safe_load(composed)["services"]


@pytest.fixture(scope="module")
def stages():
    """The Dockerfile's instructions, by stage."""
    stages = {}
    for entry in DockerfileParser(str(DOCKERFILE), cache_content=True).structure:
        if entry["instruction"] == "FROM":
            image, _, name = entry["value"].split()
            stages[name] = [("FROM", image)]
        elif entry["instruction"] != "COMMENT":
            stages[name].append((entry["instruction"], entry["value"]))
    return stages


@pytest.mark.parametrize("file", [DOCKERFILE, *BASE_IMAGES], ids=lambda file: str(file.relative_to(ROOT)))
def test_a_dockerfile_has_no_known_mistake(file):
    done = subprocess.run([f"{TOOLS}/hadolint", file], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout


def test_each_foreign_image_has_a_stand_in(stages, services):
    """deploy/up-with-podman makes these, and debian, where no registry can be reached."""
    wanted = {image for instructions in stages.values() for instruction, image in instructions if instruction == "FROM"}
    wanted |= {service["image"] for service in services.values() if "build" not in service}
    made = {re.search(r"Stands in for (\S+)", file.read_text())[1] for file in BASE_IMAGES}
    assert made | {"debian:bookworm-slim"} == wanted
    for file in BASE_IMAGES:
        parsed = DockerfileParser(str(file), cache_content=True)
        assert parsed.baseimage == "debian:bookworm-slim"
        for entry in parsed.structure:
            if entry["instruction"] == "COPY":
                assert os.access(file.parent / entry["value"].split()[0], os.X_OK)


def is_ignored(path):
    """As .dockerignore says: the last line that matches a path, or a folder above it, counts."""
    ignored = False
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = line.removeprefix("!")
        if not line or line.startswith("#"):
            continue
        parts = path.split("/")
        if any(fnmatch.fnmatch("/".join(parts[: end + 1]), pattern) for end in range(len(parts))):
            ignored = not line.startswith("!")
    return ignored


def test_what_is_copied_is_there(stages):
    copied = 0
    for instructions in stages.values():
        for instruction, value in instructions:
            if instruction != "COPY":
                continue
            words = value.split()
            if words[0].startswith("--from="):
                assert words[0].removeprefix("--from=") in stages
                continue
            for source in words[:-1]:
                if "[" in source:  # may be missing
                    continue
                assert (ROOT / source).exists() and (source == "." or not is_ignored(source)), source
                copied += 1
    assert copied >= 6
    for needed in ("Sources/App/App.swift", "Tests/AppTests", "openapi.yaml", "migrations/migrate"):
        assert not is_ignored(needed), needed
    for kept_out in (".git/config", ".podium/secret", ".env", ".build/release/podium", "Tests/system/client.py", "docker-compose.yml"):
        assert is_ignored(kept_out), kept_out
    # Package.swift names targets in these folders, so that they have to be there.
    folders = set(re.findall(r'path: "([^"/]+)', (ROOT / "Package.swift").read_text())) | {"Sources", "Tests"}
    assert folders <= {value.split()[0] for instruction, value in stages["build"] if instruction == "COPY"}


def test_the_image_is_plain(stages):
    server = stages["server"]
    assert list(stages)[-1] == "server", "what `docker build` makes without a target"
    assert ("STOPSIGNAL", "SIGTERM") in server
    for stage in ("server", "migrate"):
        user = dict(stages[stage])["USER"]
        assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user), "a number, so that it can be seen that it is not root"
    (port,) = [value for instruction, value in server if instruction == "EXPOSE"]
    assert f"PODIUM_PORT={port}" in dict(server)["ENV"]
    program = json.loads(dict(server)["ENTRYPOINT"])
    assert program == ["podium"] and any(value.endswith("/usr/local/bin/podium") for _, value in server)


def test_the_health_check_of_the_image_works(stages, binary, instance):
    command = re.search(r"CMD (\[.*\])", dict(stages["server"])["HEALTHCHECK"])[1]

    def check(port):
        environment = os.environ | {"PODIUM_PORT": str(port)}
        return subprocess.run(json.loads(command), env=environment, capture_output=True, timeout=20, check=False).returncode

    assert check(instance.port) == 0
    assert check(1) != 0


def test_the_settings_exist(binary, services):
    """A name that is mistyped would only be a warning."""
    known = podium("serve", "--help").stdout
    for service in ("podium-1", "podium-2"):
        for name in services[service]["environment"]:
            if name.startswith("PODIUM_"):
                assert f"--{name.removeprefix('PODIUM_').lower().replace('_', '-')} " in known, name


def test_the_compose_file_follows_the_specification(composed):
    compose = PyCompose.from_yaml(composed)
    compose.validate()
    compose.validate_networks()
    compose.validate_volumes()


def test_the_validation_can_fail(composed):
    for right, wrong in (("restart: unless-stopped", "restart: sometimes"), ("cap_drop", "cap_dropp")):
        with pytest.raises(ValueError):
            PyCompose.from_yaml(composed.replace(right, wrong))


@pytest.mark.parametrize("missing", SECRETS)
def test_a_missing_secret_stops_it(config, missing):
    for rest in ({}, {missing: ""}):
        done = config(**{name: value for name, value in SECRETS.items() if name != missing} | rest)
        assert done.returncode != 0 and missing in done.stderr, done


def test_what_belongs_together(services, stages):
    assert set(services) == {"postgres", "migrate", "podium-1", "podium-2", "haproxy"}
    assert services["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in ("podium-1", "podium-2"):
        service = services[name]
        assert service["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
        assert service["environment"]["PODIUM_INSTANCE_ID"] == name
        assert service["environment"]["PGPASSWORD"] == services["postgres"]["environment"]["POSTGRES_PASSWORD"]
        assert service["build"]["target"] == "server" and "ports" not in service
    assert services["migrate"]["build"]["target"] == "migrate"
    assert {"server", "migrate"} <= set(stages)
    front = services["haproxy"]
    port = dict(stages["server"])["EXPOSE"]
    assert front["environment"]["PODIUM_SERVER_1"] == f"podium-1:{port}"
    assert front["environment"]["PODIUM_SERVER_2"] == f"podium-2:{port}"
    assert front["ports"][0].split(":")[1] == front["environment"]["PODIUM_FRONT"].split(":")[1]
    mounted, target, _ = front["volumes"][0].split(":")
    assert (ROOT / mounted).samefile(HAPROXY_FILE) and target in front["command"]
    # The environment that HAProxy is given is what its file asks for.
    asked = set(re.findall(r"PODIUM_\w+", HAPROXY_FILE.read_text()))
    assert set(front["environment"]) <= asked
    subnet = yaml.safe_load(COMPOSE.read_text())["networks"]["default"]["ipam"]["config"][0]["subnet"]
    assert subnet == "${PODIUM_SUBNET:-172.30.71.0/24}"
    assert services["podium-1"]["environment"]["PODIUM_TRUSTED_PROXIES"] in subnet


def check_haproxy(*files, **variables):
    return subprocess.run(
        ["haproxy", "-c", *(word for file in files for word in ("-f", file))], env=WHOLE | variables,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_haproxys_file_is_valid(tmp_path):
    assert shutil.which("haproxy", path=WHOLE["PATH"]), "haproxy is missing: apt-get install haproxy"
    for variables in (
        {},
        {"PODIUM_FRONT": "127.0.0.1:9999", "PODIUM_STATS_SOCKET": str(tmp_path / "socket")},
        {"PODIUM_SERVER_1": "192.0.2.1:80", "PODIUM_SERVER_2": "[2001:db8::1]:80"},
    ):
        done = check_haproxy(HAPROXY_FILE, **variables)
        assert done.returncode == 0 and "WARNING" not in done.stderr, done
    own = tmp_path / "servers.cfg"
    own.write_text("backend api from api\n    server a 127.0.0.1:1\nbackend relay from relay\n    server r 127.0.0.1:2\n")
    done = check_haproxy(HAPROXY_FILE, own, PODIUM_SERVERS="own")
    assert done.returncode == 0 and "WARNING" not in done.stderr, done
    assert check_haproxy(HAPROXY_FILE, PODIUM_SERVERS="own").returncode != 0, "no backend"
