"""Tries `slachtoffermonitor verify` on the documents of the ledger and counts false alarms.

    python scripts/try_verify.py FOLDER --warehouse slachtoffermonitor.duckdb

The documents are not part of the project: FOLDER has their text files, as the ledger names them.
Every objection is reviewed in tests/verify/objections.csv, which says whether it is right. What
came of it goes into docs/verify.md. Exit code 1: an objection is not reviewed, or no longer made.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from slachtoffermonitor.verify.judge import OBJECTIONS, VERDICTS, Finding, verify

ROOT: Final = Path(__file__).resolve().parents[1]
DOCUMENTS: Final = ROOT / "seeds" / "ledger" / "ledger_documents.csv"
REVIEWED: Final = ROOT / "tests" / "verify" / "objections.csv"
PAGE: Final = ROOT / "docs" / "verify.md"
MEASURED: Final = re.compile(r"(?<=<!-- measured -->\n).*?(?=\n<!-- end measured -->)", re.DOTALL)

Objection = tuple[str, int, str, str]
"""Document, line, figure, verdict."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Try every document that the folder has, and write what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--warehouse", type=Path, required=True)
    options = parser.parse_args(arguments)
    found: dict[str, list[Finding]] = {}
    with DOCUMENTS.open(encoding="utf-8", newline="") as stream:
        for document in csv.DictReader(stream):
            file = options.folder / document["file_name"]
            if file.is_file():
                text = file.read_text(encoding="utf-8")
                found[document["document_code"]] = verify(text, options.warehouse)
    reviewed = _reviewed()
    made = Counter(
        (code, finding.figure.line, finding.figure.printed, finding.verdict)
        for code, findings in found.items()
        for finding in findings
        if finding.is_objection
    )
    PAGE.write_text(
        MEASURED.sub(
            lambda _: "\n".join(_table(found, reviewed)), PAGE.read_text(encoding="utf-8")
        ),
        encoding="utf-8",
    )
    unknown = sorted(made.keys() - reviewed.keys())
    gone = sorted(reviewed.keys() - made.keys())
    for objection in unknown:
        print("not reviewed:", *objection)
    for objection in gone:
        print("no longer made:", *objection)
    return 1 if unknown or gone else 0


def _reviewed() -> dict[Objection, bool]:
    with REVIEWED.open(encoding="utf-8", newline="") as stream:
        return {
            (row["document_code"], int(row["line_number"]), row["figure"], row["verdict"]): row[
                "is_right"
            ]
            == "true"
            for row in csv.DictReader(stream)
        }


def _table(found: dict[str, list[Finding]], reviewed: dict[Objection, bool]) -> list[str]:
    kinds = [kind for kind in VERDICTS if kind not in OBJECTIONS]
    head = [
        "document",
        "figures",
        *(VERDICTS[kind] for kind in kinds),
        "objections",
        "of these false",
    ]
    lines = [f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    for code, findings in found.items():
        counts = Counter(finding.verdict for finding in findings)
        objections = [finding for finding in findings if finding.is_objection]
        false = sum(
            not reviewed.get((code, one.figure.line, one.figure.printed, one.verdict), False)
            for one in objections
        )
        cells = [code, len(findings), *(counts[kind] for kind in kinds), len(objections), false]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
