"""axe-core on every page in every state, in both colour schemes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from pictures import at_rest
from quizzes import quiz
from rounds import Round

AXE = Axe()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
SCHEMES = ("dark", "light")


def violations(window):
    found = AXE.run(window.page, options=RULES).response["violations"]
    return [
        f"{one['id']}: {one['help']}: " + "; ".join(f"{node['html'][:160]} {node['failureSummary'][:300]}" for node in one["nodes"][:3])
        for one in found
    ]


def is_accessible(window, what, schemes=SCHEMES):
    faults = []
    for scheme in schemes:
        window.page.emulate_media(color_scheme=scheme)
        at_rest(window)
        faults += [f"{what}, {scheme}: {fault}" for fault in violations(window)]
    return faults


@pytest.fixture
def windows(show):
    show.make(quiz(boards=2, categories=3, teams=[("Owls", "#3366cc"), ("Foxes", "#cc6633")]))
    return show.host(), show.board(), [show.phone("Ada"), show.phone("Grace")]


def test_a_whole_round(show, windows):
    host, board, phones = windows
    faults = []
    for stage in Round(show, host, board, phones).stages():
        for name, window in {"host": host, "board": board, "first phone": phones[0], "second phone": phones[1]}.items():
            # The board is dark always.
            faults += is_accessible(window, f"{name} in '{stage}'", SCHEMES if window is not board else ("dark",))
    assert not faults, "\n".join(faults)


def test_the_hosts_dialogs(show, windows):
    host, *_ = windows
    faults = []
    host.open(show.game.questions[0])
    for action in ("clients", "join", "keys", "game", "teams", "add-player", "edit", "custom"):
        host.action(action).click()
        dialog = host.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        faults += is_accessible(host, f"the dialog of '{action}'")
        host.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    host.action("history").click()
    host.action("answer").click()
    faults += is_accessible(host, "the history")
    host.action("edit-mode").click()
    faults += is_accessible(host, "editing the board")
    assert not faults, "\n".join(faults)


def test_the_start_page_and_joining(show, windows):
    start = show.window()
    start.goto("/")
    faults = is_accessible(start, "start")
    phone = show.window(phone=True)
    phone.goto(f"/play/{show.game.id}#join={show.game.join_code}")
    expect(phone.page.get_by_role("textbox")).to_be_visible()
    faults += is_accessible(phone, "joining")
    code = show.window(phone=True)
    code.goto(f"/play/{show.game.id}")
    expect(code.page.get_by_role("textbox")).to_be_visible()
    faults += is_accessible(code, "asking for the code")
    nowhere = show.window()
    nowhere.goto(f"/host/{show.game.id}")
    faults += is_accessible(nowhere, "a host without a token")
    assert not faults, "\n".join(faults)


def test_errors_and_being_offline(show, windows):
    host, board, (phone, _) = windows
    host.open(show.game.questions[0])
    host.page.route("**/api/games/*/answers", lambda route: route.fulfill(
        status=422, content_type="application/problem+json",
        body='{"type":"about:blank","title":"Unprocessable","status":422,"code":"score_out_of_range","detail":"Too much."}',
    ))  # fmt: skip
    host.judge(phone.player, True)
    expect(host.page.get_by_role("alert").filter(has_text="Too much.")).to_be_visible()
    faults = []
    for name, window in {"host": host, "board": board, "phone": phone}.items():
        window.context.set_offline(True)
        expect(window.page.locator('.connection[data-level="offline"]')).to_be_attached()
        faults += is_accessible(window, f"{name}, offline")
    assert not faults, "\n".join(faults)
