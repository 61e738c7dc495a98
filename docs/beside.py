"""Brings the pages that stand beside docs/ into the site: README, CONTRIBUTING and CHANGELOG, their links set right.

MkDocs calls these functions (`hooks` in mkdocs.yml). In the repository every link leads to the file; in the site, to
its page, and where a file has none the link is left out and its words stay.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

PAGES = {"README.md": "about.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
"""Files at the top of the repository, and what they are called in the site."""

REST = "Reference"
"""The part of the navigation that takes pages which no part names."""

_LINK = re.compile(r"\[([^\]\n]*)\]\(([^()\s]+)\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Puts a page that the navigation does not name at the end of the reference."""
    parts = {
        title: pages for part in config.nav or [] if isinstance(part, dict) for title, pages in part.items()
    }
    named = {page for pages in parts.values() for page in pages} | {"index.md"}
    parts[REST] += sorted({page.name for page in Path(config.docs_dir).glob("*.md")} - named)
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Adds the pages beside docs/."""
    top = Path(config.docs_dir).parent
    for source, name in PAGES.items():
        text = (top / source).read_text("utf-8")
        files.append(File.generated(config, name, content=in_site(text, "", config.docs_dir)))
    return files


def on_page_markdown(markdown: str, *, config: MkDocsConfig, **_: Any) -> str:
    """Sets right the links that lead out of docs/."""
    return in_site(markdown, "docs/", config.docs_dir)


def in_site(markdown: str, folder: str, docs: str) -> str:
    """A page of `folder` (of the repository) with its links as they are in the site."""

    def link(found: re.Match[str]) -> str:
        words, target = found.groups()
        path, mark, anchor = target.partition("#")
        if "://" in target or not path:
            return found[0]
        within = path.removeprefix("../") if folder else path
        if folder and within == path:
            return found[0]
        page = PAGES.get(within) or within.removeprefix("docs/")
        known = within in PAGES or (within.startswith("docs/") and (Path(docs) / page).exists())
        return f"[{words}]({page}{mark}{anchor})" if known else words

    return _LINK.sub(link, markdown)
