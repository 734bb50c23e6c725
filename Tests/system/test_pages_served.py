"""The web pages as the server sends them: paths, types, caching, compression, headers, and what is not to be had."""

import gzip
import http.client
import re

import pytest

from cluster import Instance, free_port, podium
from postgres import ROOT

WEB = ROOT / "web"
PAGES = {"index.html": "/", "host.html": "/host/1", "board.html": "/board/2", "play.html": "/play/3"}
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
    ".json": "application/json; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def files():
    """The files that pages are made of, and their paths."""
    for file in sorted(WEB.rglob("*")):
        name = str(file.relative_to(WEB))
        if file.is_file() and file.suffix in TYPES and not name.startswith("tests/"):
            yield file, PAGES.get(name, f"/{name}")


@pytest.fixture(scope="module")
def server(binary, database):
    with Instance(database.url, web_root=WEB) as instance:
        yield instance


@pytest.fixture(scope="module")
def api(server):
    return server.api()


def assert_same_but_for_comments(sent, file):
    """Scripts and style sheets come without the lines that are only comments; all others, at the numbers they have."""
    sent, source = sent.decode("latin-1").split("\n"), file.read_bytes().decode("latin-1").split("\n")
    assert len(sent) == len(source), file
    for number, (line, original) in enumerate(zip(sent, source, strict=True), 1):
        assert line in (original, ""), f"{file}:{number}"
    if file.suffix not in (".js", ".css"):
        assert sent == source, file
    else:
        text = re.sub(r"(?m)^\s*(/\*(?:(?!\*/)[\s\S])*\*/[ \t]*$|//.*$)", "", "\n".join(source))
        assert re.sub(r"\s*\n\s*", "\n", "\n".join(sent)) == re.sub(r"\s*\n\s*", "\n", text), file


def test_every_file(api):
    assert [page for page in PAGES if not (WEB / page).is_file()] == []
    for file, path in files():
        plain = api.get(path).expect(200)
        assert_same_but_for_comments(plain.body, file)
        assert plain.headers["Content-Type"] == TYPES[file.suffix], path
        assert plain.headers["Content-Encoding"] is None, path
        packed = api.get(path, headers=GZIP).expect(200)
        if packed.headers["Content-Encoding"] == "gzip":
            assert len(packed.body) < len(plain.body), path
            assert gzip.decompress(packed.body) == plain.body, path
            assert packed.headers["ETag"] != plain.headers["ETag"], path
        else:
            assert packed.body == plain.body and len(plain.body) < 200 or file.suffix in (".png", ".ico"), path
        for response in (plain, packed):
            assert response.headers["Vary"] == "Accept-Encoding"
            assert response.headers["Cache-Control"] == "no-cache"
            assert re.fullmatch(r'"[0-9a-f]{16}(-gzip)?"', response.headers["ETag"])
            assert int(response.headers["Content-Length"]) == len(response.body)


def test_pages_have_paths_of_every_game(api):
    for page in ("host", "board", "play"):
        expected = (WEB / f"{page}.html").read_bytes()
        for path in (f"/{page}/1", f"/{page}/1/", f"/{page}/9223372036854775807", f"/{page}/1?lang=de"):
            assert api.get(path).expect(200).body == expected
        for path in ("", "/", "/0", "/-1", "/x", "/1.5", "/1/2", "/9223372036854775808", "/1//", "//1", "/%31x"):
            assert api.get(f"/{page}{path}").expect(404).code == "not_found"


def test_what_the_browser_has_is_not_sent_again(api):
    for path in (*PAGES.values(), "/text/en.js"):
        for headers in ({}, GZIP):
            tag = api.get(path, headers=headers).headers["ETag"]
            for known in (tag, f"W/{tag}", f'"other", W/{tag}', "*"):
                response = api.get(path, headers=headers | {"If-None-Match": known}).expect(304)
                assert response.body == b"" and response.headers["ETag"] == tag
                assert response.headers["Vary"] == "Accept-Encoding"
                assert response.headers["Cache-Control"] == "no-cache"
            api.get(path, headers=headers | {"If-None-Match": '"other"'}).expect(200)
        # The tag of one encoding does not stand for the other's bytes.
        plain = api.get(path).headers["ETag"]
        api.get(path, headers=GZIP | {"If-None-Match": plain}).expect(200)


def test_gzip_is_only_for_those_who_take_it(api):
    for header in ("gzip", "GZIP;q=0.1", "*", "br, gzip;q=0.5", "x-gzip"):
        assert api.get("/", headers={"Accept-Encoding": header}).headers["Content-Encoding"] == "gzip", header
    for header in ("", "identity", "gzip;q=0", "br", "*;q=0", "gzip;q=0, *;q=1"):
        assert api.get("/", headers={"Accept-Encoding": header}).headers["Content-Encoding"] is None, header


def test_head_is_get_without_the_body(api):
    for path in ("/", "/host/1", "/text/en.js"):
        for headers in ({}, GZIP):
            get, head = (api.call(method, path, headers=headers).expect(200) for method in ("GET", "HEAD"))
            assert head.body == b""
            for name in ("Content-Type", "Content-Length", "Content-Encoding", "ETag", "Content-Security-Policy"):
                assert head.headers[name] == get.headers[name], name


def test_other_methods(api):
    for path in ("/", "/host/1", "/text/en.js"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            response = api.call(method, path).expect(405)
            assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert api.call("OPTIONS", path).expect(204).headers["Allow"] == "GET, HEAD, OPTIONS"


def test_headers_that_guard_the_pages(api):
    for path in PAGES.values():
        headers = api.get(path).expect(200).headers
        policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
        assert policy == {
            "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data: blob:",
            "connect-src": "'self'", "font-src": "'self'", "manifest-src": "'self'", "base-uri": "'none'",
            "form-action": "'self'", "frame-ancestors": "'none'",
        }  # fmt: skip
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"] and "screen-wake-lock=(self)" in headers["Permissions-Policy"]


def test_modules_are_sent_with_few_headers(api):
    """A first view is many small files: what browsers heed of documents only is not sent with them, 90 times over."""
    head = api.get("/text/en.js", headers=GZIP).expect(200).headers
    sizes = {name: len(f"{name}: {value}\r\n") for name, value in head.items()}
    assert set(sizes) == {
        "Cache-Control", "Vary", "X-Content-Type-Options", "Content-Type", "Content-Encoding", "ETag", "Content-Length",
        "X-Request-Id", "Date",
    }  # fmt: skip
    assert sum(sizes.values()) <= 310, sizes


def raw(server, path):
    """The status of a path that is sent exactly as it stands here."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=15)
    try:
        connection.putrequest("GET", path, skip_accept_encoding=True)
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()


def test_nothing_else_is_to_be_had(server):
    inside = [
        "/tests/state.test.js", "/tests/", "/index.html", "/host.html", "/lib", "/lib/", "/text//en.js", "//text/en.js",
        "/text/en.js/", "/text/%65n.js", "/TEXT/en.js", "/text/en.js%00", "/text/./en.js", "/text/../text/en.js", "/.git/config",
    ]  # fmt: skip
    outside = [
        "/../Package.swift", "/../../../../etc/passwd", "/%2e%2e/Package.swift", "/..%2fPackage.swift", "/text/..%2f../x.js",
        "/text/%2e%2e/%2e%2e/Package.swift", "/..\\Package.swift", "/%5c..%5cPackage.swift", "/%252e%252e/Package.swift",
        "//etc/passwd", "/etc/passwd", "/file:///etc/passwd",
    ]  # fmt: skip
    assert {path: raw(server, path) for path in inside + outside if raw(server, path) != 404} == {}


def test_the_api_keeps_its_paths(api):
    assert api.get("/api/health/live").expect(200).headers["Content-Type"] == "application/json"
    assert api.get("/openapi.yaml").expect(200).headers["Content-Type"] == "application/yaml"
    assert api.get("/api/games").expect(401).code == "unauthorized"
    assert api.get("/ws/games/1").expect(426, 401, 404)
    assert api.get("/api/nothing").expect(404).code == "not_found"


def test_metrics_do_not_grow_with_files_and_games(api):
    for _, path in files():
        api.get(path)
    for game in range(1, 50):
        api.get(f"/host/{game}")
    routes = set(re.findall(r'route="([^"]*)"', api.get("/metrics").body.decode()))
    pages = {route for route in routes if not route.startswith(("/api", "/ws"))}
    assert pages <= {
        "/{file}", "/host/{game_id}", "/board/{game_id}", "/play/{game_id}", "/metrics", "/openapi.yaml", "/asyncapi.yaml",
        "unmatched",
    }  # fmt: skip


@pytest.mark.parametrize("role", ["api", "relay"])
def test_other_roles_have_no_pages(binary, database, role):
    with Instance(database.url, role=role, web_root=WEB) as instance:
        for path in ("/", "/host/1", "/text/en.js"):
            assert instance.api().get(path).expect(404).code == "not_found"


def unreadable(root):
    """A file that even root cannot read."""
    root.mkdir()
    (root / "a.js").symlink_to("/proc/self/mem")


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (lambda root: None, "cannot read the web pages in {root} (setting web-root)"),
        (lambda root: root.write_text("a file"), "there is no web page in {root}: no index.html (setting web-root)"),
        (lambda root: root.mkdir(), "there is no web page in {root}: no index.html (setting web-root)"),
        (unreadable, "cannot read {root}/a.js (setting web-root): Input/output error"),
    ],
)
def test_a_root_that_is_none_stops_the_start(binary, database, tmp_path, make, line):
    root = tmp_path / "pages"
    make(root)
    done = podium("serve", "--port", str(free_port()), "--web-root", str(root), database_url=database.url)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "podium: " + line.format(root=root)
    assert "listening" not in done.stdout


def test_pages_are_found_in_a_checkout_and_missing_elsewhere(binary, database, tmp_path, monkeypatch):
    copy = tmp_path / "podium"
    copy.write_bytes(binary.read_bytes())
    copy.chmod(0o755)
    monkeypatch.setattr("cluster.BINARY", copy)
    monkeypatch.chdir(tmp_path)
    with Instance(database.url) as instance:
        assert instance.api().get("/").expect(404)
        assert "serving no web pages" in instance.log
    monkeypatch.chdir(ROOT)
    with Instance(database.url) as instance:
        assert instance.api().get("/").expect(200).body == (WEB / "index.html").read_bytes()
        assert "serving no web pages" not in instance.log


def test_what_is_read_is_what_was_there_at_the_start(binary, database, tmp_path):
    """And a page that is missing is told, and only that one."""
    root = tmp_path / "pages"
    for name in ("index.html", "lib/a.js", "tests/a.js", ".hidden.js", "lib/.hidden/a.js", "notes.md"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"this is {name}")
    with Instance(database.url, web_root=root) as instance:
        api = instance.api()
        (root / "lib/a.js").write_text("changed")
        (root / "new.js").write_text("new")
        assert api.get("/lib/a.js").expect(200).body == b"this is lib/a.js"
        for path in ("/new.js", "/host/1", "/tests/a.js", "/.hidden.js", "/lib/.hidden/a.js", "/notes.md"):
            assert api.get(path).expect(404), path
        assert sum("a page is missing" in line for line in instance.lines) == 3
