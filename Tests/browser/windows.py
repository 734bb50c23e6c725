"""A browser window: a context of its own, as another device would be, and what was seen on its wire and console."""

import json
import time
import urllib.parse

# Before any of the page's own code: what the browser itself notices.
WATCH = """
(() => {
  window.__seen = { violations: [], shifts: [] };
  document.addEventListener('securitypolicyviolation', (event) => {
    window.__seen.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
  });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      const nodes = entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? node?.parentElement?.outerHTML.slice(0, 120));
      window.__seen.shifts.push({ value: entry.value, nodes });
    }
  }).observe({ type: 'layout-shift', buffered: true });
})();
"""
SIZES = {"wall": (1920, 1080), "laptop": (1366, 768), "phone": (390, 844)}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


class Window:
    """One page in a context of its own."""

    def __init__(self, browser, url, *, size="laptop", phone=False, recording=False, **options):
        width, height = SIZES[size]
        given = {"locale": "en-GB", "viewport": {"width": width, "height": height}, "reduced_motion": "reduce"}
        self.origin = url
        self.is_recording = recording  # keeps all bodies
        self.context = browser.new_context(**given | (PHONE if phone else {}) | options)
        self.page = self.context.new_page()
        self.console, self.errors, self.requests, self.responses, self.bodies, self.sockets = [], [], [], [], [], []
        self.page.add_init_script(WATCH)
        self.page.on("console", lambda message: self.console.append((message.type, message.text)))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("response", lambda response: self.responses.append(response))
        self.page.on("websocket", lambda socket: self.sockets.append(Socket(socket)))

    def goto(self, path):
        if self.is_recording:
            self.read_bodies()
        self.page.goto(self.origin + path)
        self.ready()

    def ready(self):
        """Texts are loaded and the first picture is drawn."""
        self.page.locator("html[data-ready]").wait_for(state="attached")

    def reload(self):
        if self.is_recording:
            self.read_bodies()
        self.page.reload()
        self.ready()

    def read_bodies(self):
        """Chromium keeps those of a page only as long as it is there."""
        for response in self.responses[len(self.bodies) :]:
            has_body = response.status not in (204, 304) and not 300 <= response.status < 400
            self.bodies.append(response.body().decode(errors="replace") if has_body else "")

    def connected(self):
        self.page.locator('.connection[data-level="live"]').first.wait_for(state="attached")

    def resize(self, size):
        width, height = SIZES[size]
        self.page.set_viewport_size({"width": width, "height": height})

    def has_score(self, player, score, seconds=10):
        self.eventually(SCORE, [player, score], f"player {player} has {score}", seconds)

    def eventually(self, function, argument, what, seconds=10):
        """Waits until a function of the page is true; what it gave instead is in the error."""
        deadline = time.monotonic() + seconds
        while not (last := self.page.evaluate(function, argument)):
            assert time.monotonic() < deadline, f"not within {seconds} s on {self.page.url}: {what} (last: {last!r})"
            self.page.wait_for_timeout(20)  # lets the browser's events in, as a plain sleep would not

    @property
    def frames(self):
        """All that came over its sockets, in order."""
        return [frame for socket in self.sockets for frame in socket.received]

    @property
    def messages(self):
        return [json.loads(frame) for frame in self.frames]

    @property
    def instances(self):
        """The instances that its sockets were on: what a connection's id begins with."""
        return [message["connection_id"].split("-")[0] for message in self.messages if message["type"] == "welcome"]

    @property
    def foreign_requests(self):
        """Addresses of other origins that something on the page asked for."""
        def is_own(url):
            return url.startswith((self.origin + "/", "data:", "blob:"))
        return [url for url in self.requests if not is_own(url)]

    @property
    def complaints(self):
        """Errors of the console and of scripts, and what the Content-Security-Policy has stopped."""
        console = [text for kind, text in self.console if kind == "error"]
        return console + self.errors + self.page.evaluate("window.__seen.violations")

    @property
    def shifts(self):
        """Layout shifts that no input has caused: how much, and of what."""
        return self.page.evaluate("window.__seen.shifts")

    def forget_shifts(self):
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        self.page.evaluate("() => { window.__seen.shifts = []; }")

    def close(self):
        self.context.close()


class Socket:
    """What a WebSocket of a page was told and said."""

    def __init__(self, socket):
        self.url = socket.url
        self.query = urllib.parse.parse_qs(urllib.parse.urlsplit(socket.url).query)
        self.received, self.sent = [], []
        self.is_closed = False
        socket.on("framereceived", lambda frame: self.received.append(frame))
        socket.on("framesent", lambda frame: self.sent.append(frame))
        socket.on("close", self._close)

    def _close(self, _):
        self.is_closed = True


# Wherever a window shows this player's score, it is this one.
SCORE = """([player, score]) => {
  const nodes = [...document.querySelectorAll(`[data-player-id="${player}"]`)]
    .flatMap((node) => (node.hasAttribute('data-value') ? [node] : [...node.querySelectorAll('[data-value]')]))
    .filter((node) => node.closest('[data-player-id]').dataset.playerId === String(player));
  return nodes.length > 0 && nodes.every((node) => node.dataset.value === String(score));
}"""
