"""The list of feeds to watch, as the user writes it in TOML."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sijill.sources.found import UnfitError, language_code
from sijill.sources.web.addresses import AddressError, address

MINUTES = 30
"""How often a feed is looked at where nobody says."""


class FeedsError(ValueError):
    """What is wrong with a list of feeds, in one line."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its address, the language of its pages where they do not say, the minutes between two looks."""

    url: str
    language: str | None = None
    every: int = MINUTES


def feeds(path: Path) -> list[Feed]:
    """The feeds of a file, in its order. FeedsError if it cannot be read, or says what nobody understands."""
    try:
        with path.open("rb") as handle:
            content = tomllib.load(handle)
    except OSError as error:
        raise FeedsError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FeedsError(f"{path} is no TOML: {error}") from error
    rows = content.pop("feed", None)
    if content:
        raise FeedsError(f"{path}: {', '.join(sorted(content))} is unknown; there is only [[feed]]")
    if not isinstance(rows, list) or not rows:
        raise FeedsError(f'{path} has no feed; write one as:  [[feed]]  url = "https://…"')
    found = [_feed(path, number, row) for number, row in enumerate(rows, 1)]
    urls = [feed.url for feed in found]
    if twice := sorted({url for url in urls if urls.count(url) > 1}):
        raise FeedsError(f"{path}: {twice[0]} is there twice")
    return found


def _feed(path: Path, number: int, row: Any) -> Feed:
    where = f"{path}, feed {number}"
    if not isinstance(row, dict) or not isinstance(row.get("url"), str):
        raise FeedsError(f"{where}: it has no url")
    if unknown := sorted(set(row) - {"url", "language", "every"}):
        raise FeedsError(f"{where}: {unknown[0]} is unknown; there are url, language, every (minutes)")
    every = row.get("every", MINUTES)
    if not isinstance(every, int) or isinstance(every, bool) or not 1 <= every <= 60 * 24 * 31:
        raise FeedsError(f"{where}: every is a number of minutes, at least 1")
    try:
        address(row["url"])
        return Feed(row["url"], language_code(row["language"]) if "language" in row else None, every)
    except (AddressError, UnfitError, AttributeError) as error:
        raise FeedsError(f"{where}: {error}") from None
