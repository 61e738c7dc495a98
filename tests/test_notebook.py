"""The notebook in docs/ runs from beginning to end, and prints what it says it prints."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


def printed(cell: Any) -> list[str]:
    """What a cell printed, and the value at its end."""
    return [output.get("text") or output["data"]["text/plain"] for output in cell.get("outputs", [])]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_cell_prints_what_stands_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("polars", reason="the extra `frames` is not installed")
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
    stored = nbformat.read(NOTEBOOK, as_version=4)
    run = nbformat.read(NOTEBOOK, as_version=4)
    folder = {"metadata": {"path": str(NOTEBOOK.parent)}}
    nbclient.NotebookClient(run, timeout=300, kernel_name="python3", resources=folder).execute()
    code = [(a, b) for a, b in zip(stored.cells, run.cells, strict=True) if a.cell_type == "code"]
    assert len(code) > 5
    for written, made in code:
        assert printed(made) == printed(written), written.source
