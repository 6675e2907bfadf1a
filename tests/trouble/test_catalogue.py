"""The page about trouble names every test of this folder, and none that does not exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from warehouses import ROOT

PAGE: Final = ROOT / "docs" / "trouble.md"


def _tests(*files: Path) -> set[str]:
    texts = (file.read_text(encoding="utf-8") for file in files)
    return {name for text in texts for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}


def test_page_names_every_test_and_no_other() -> None:
    own = _tests(*(file for file in Path(__file__).parent.glob("test_*.py")))
    own.remove("test_page_names_every_test_and_no_other")
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text(encoding="utf-8")))
    assert named == own | _tests(ROOT / "tests" / "python" / "test_faults.py")
