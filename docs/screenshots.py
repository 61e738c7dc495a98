"""Make docs/screenshots/*.webp: home, map, measure, figure, instrument, check in Arabic and English, over examples/.

Debian's Chromium and the packages for development are needed. A file is written anew only by this command.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.sync_api import Page, sync_playwright
from tests.web.conftest import CHROMIUM, EXAMPLES, fill, served
from tests.web.hands import Hand
from tests.web.tasks import TASKS

FOLDER = Path(__file__).parent / "screenshots"
SHOWN = {
    "measure": "a_series_as_known_on_a_day",
    "figure": "the_passage_of_a_number",
    "instrument": "until_when_a_mandate_runs",
    "check": "a_text_checked",
}
"""What a picture shows: the page at which somebody ends who does this."""
QUALITY = 70


def picture(page: Page) -> bytes:
    """The upper part of a page as WebP."""
    session = page.context.new_cdp_session(page)
    shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    return base64.b64decode(shot["data"])


def main() -> int:
    """Writes the pictures; gives 1 where there is no Chromium."""
    if CHROMIUM is None:
        print("Chromium is not installed (Debian: apt-get install chromium).", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    tasks = {task.__name__: task for task in TASKS}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        register = Path(folder) / "register.sqlite"
        fill(register, str(EXAMPLES))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with served(register) as site:
            for language in ("ar", "en"):
                page = browser.new_page(viewport={"width": 1100, "height": 1200}, color_scheme="light")
                hand = Hand(page, site, language)
                hand.open("/")
                (FOLDER / f"home-{language}.webp").write_bytes(picture(page))
                hand.open("/map?measure=arrivals&during=2024")
                (FOLDER / f"map-{language}.webp").write_bytes(picture(page))
                for name, task in SHOWN.items():
                    tasks[task](hand)
                    page.evaluate("scrollTo(0, 0)")
                    (FOLDER / f"{name}-{language}.webp").write_bytes(picture(page))
                page.close()
        browser.close()
    for file in sorted(FOLDER.glob("*.webp")):
        print(f"{file.stat().st_size:>8} {file.relative_to(FOLDER.parent.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
