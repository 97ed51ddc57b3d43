"""A browser window that notices whatever goes wrong in it, and looks for barriers on its pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import ConsoleMessage, Page, Request, Response

AXE: Final = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
WIDE: Final = 1280
NARROW: Final = 320
HEIGHT: Final = 900

LOOK = """tags => axe.run(document, {
  runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]
}).then(result => result.violations.map(violation =>
  `${violation.id}: ${violation.help}: ` + violation.nodes.slice(0, 5).map(
    node => `${node.target.join(" ")} ${node.html.slice(0, 160)}`).join(" | ")))"""

OVERFLOWING = """width => {
  const page = document.scrollingElement.scrollWidth;
  if (page <= width) return [];
  const wide = [...document.querySelectorAll("main *, header *, footer *")].filter(
    element => element.getBoundingClientRect().right > width + 1).slice(0, 5);
  return [`the page is ${page} wide: ` + wide.map(
    element => element.outerHTML.slice(0, 120)).join(" | ")];
}"""


@dataclass
class Window:
    """A page in a browser: its faults are what nobody should ever see in the console."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        # An answer that is no success is seen as an answer, below.
        if message.type in ("error", "warning") and "Failed to load" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # A download ends the navigation that asked for it, and so does a second click.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"request: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.faults.append(f"request: {response.url} answered {response.status}")
        if not response.url.startswith((self.url, "data:")):
            self.faults.append(f"request: {response.url} is not ours")

    def go(self, path: str) -> int:
        """Open an address of the site; its status is given back."""
        answer = self.page.goto(self.url + path)
        assert answer is not None
        return answer.status

    def resize(self, width: int) -> None:
        """Make the window as wide as a desk's or a small telephone's."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def barriers(self) -> list[str]:
        """What axe finds against the rules of WCAG 2.2 AA."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found: list[str] = self.page.evaluate(LOOK, list(RULES))
        return found

    def overflow(self, width: int) -> list[str]:
        """What makes one scroll sideways."""
        self.resize(width)
        found: list[str] = self.page.evaluate(OVERFLOWING, width)
        return found

    def screenshot(self, folder: Path, name: str) -> None:
        """Keep a picture of the whole page."""
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)
