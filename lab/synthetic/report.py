"""The calibration report: docs/calibration.md and docs/calibration_residuals.csv."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from .checks import Check

INTRODUCTION = """\
# How the synthetic register was calibrated

The register in `seeds/registrations/` is **synthetic**. It describes no existing person. The real
register is confidential; this one was built so that the published numbers of the monitor come out
of it, and for nothing else. Whatever the documents do not publish (who reported whom on which day,
which combination of attributes) is drawn at random and must not be read as a finding.

`python scripts/make_register.py` builds it again, byte for byte, in about a minute and a half:

1. an integer programme (OR-Tools CP-SAT, one worker, fixed seed; started from its linear
   relaxation, which also keeps the unpublished cells plausible) fixes aggregated cells in ten
   linked views that share their margins (`lab/synthetic/model.py`);
2. seeded random matching draws individuals inside the shared cells; two smaller programmes spread
   the less frequent nationalities under the caps of Tabel 2.1 (`lab/synthetic/draw.py`) and place
   the known prostitution sectors in the cells of R-17 (`lab/synthetic/sectors.py`);
3. a writer turns victim-years into records with the reporters' own codes, corrections, repeats,
   disagreements and withdrawals (`lab/synthetic/notes.py`, `lab/synthetic/codes.py`);
4. the finished files are counted by the second opinion, without anything of the steps above
   (`lab/synthetic/recount.py`), and judged against every published number
   (`lab/synthetic/checks`).

The years 2021 to 2024 are a part of their own, with a chance and deliveries of their own
(`lab/synthetic/later.py`). They add rows and change none of the years before, so that the editions
until 2016-2020 stay as they are. Little is public of these years: the totals, minors, some origins,
the reporters of 2023 and 2024. Each such number is demanded, on the basis that counts the victims
of sexual exploitation whom only the KMar notified. Whoever is printed as a notification without a
word on the unit (victims from Africa and Latin America) has one reporter, so that either unit
holds. Everything else of these years goes on from 2020 and **is invented**.
"""

NOT_CALIBRATED = """\
## Not calibrated

- The rise of Dublin claimants (SM-D054, HM-0002) has no count in the documents and no field in the
  register.
- Estimates and figures of other studies are context, not constraints.
- Values that the documents do not print and no other source gives (for instance KMar-only victims
  before 2018 and after 2020, most of 2014 and 2020, nearly all of 2021 to 2024) are plausible and
  nothing more.
"""


def number(x: float) -> str:
    """At most two decimals, without trailing zeros."""
    return f"{x:.2f}".rstrip("0").rstrip(".")


def target(check: Check) -> str:
    """The target, or the range when it is one."""
    if check.low == check.high:
        return number(check.low)
    if check.low <= -1000:
        return f"at most {number(check.high)}"
    return f"{number(check.low)} to {number(check.high)}"


def table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [header, ("---",) * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


WITNESS = """\
## The return to UNODC

The years 2014 to 2019 are fitted to the Dutch return ([witness.md](witness.md)) wherever no printed
number contradicts it: sexes and ages, citizenships, and the forms of 2014 and 2019. They are
constraints of the programme (`lab/synthetic/model.py`) and read from `seeds/witness`. Forms by sex
and age are held out: nothing reads them. What moved with it stands in
[moved-cells.md](moved-cells.md). Two rows no register can give beside the other printed numbers; an
integer programme finds no solution with them, and one without any one of the numbers
(`python -m lab.synthetic.proofs`):
"""


def write_report(judged: list[Check], facts: str, proved: Sequence[str], directory: Path) -> None:
    """Write both files of the report into the directory."""
    with (directory / "calibration_residuals.csv").open(
        "w", encoding="utf-8", newline=""
    ) as handle:
        out = csv.writer(handle, lineterminator="\n")
        out.writerow(
            (
                "constraint_id",
                "source",
                "constraint",
                "target_low",
                "target_high",
                "achieved",
                "residual",
                "status",
                "note",
            )
        )
        for k in judged:
            status = "relaxed" if k.relaxed else "holds" if k.holds else "missed"
            numbers = (number(x) for x in (k.low, k.high, k.value, k.residual))
            out.writerow((k.check_id, k.source, k.what, *numbers, status, k.note))
    demanded = [k for k in judged if not k.relaxed]
    missed = [k for k in demanded if not k.holds]
    relaxed = [k for k in judged if k.relaxed]
    read = [k for k in demanded if k.note.startswith("C-")]
    parts = [
        INTRODUCTION,
        "## Result\n",
        f"{len(demanded)} constraints are demanded: {len(demanded) - len(missed)} hold, "
        f"{len(missed)} are missed.\n{len(relaxed)} more are relaxed. Each with target, achieved "
        "value and residual:\n[calibration_residuals.csv](calibration_residuals.csv). The column "
        "`source` names the claims of the ledger\n(such as `SM-0031`) and the figures (such as "
        "`2.11`) behind a constraint, or the page that prints a\nnumber that is no claim.\n",
    ]
    if missed:
        rows = [(k.what, k.source, target(k), number(k.value)) for k in missed]
        parts += ["## Missed\n", table(("constraint", "source", "target", "achieved"), rows)]
    parts += [
        "## Relaxed\n",
        "Numbers that contradict the monitor's own counts or a source of higher rank.\n",
        table(
            ("constraint", "source", "target", "achieved", "why"),
            [(k.what, k.source, target(k), number(k.value), k.note) for k in relaxed],
        ),
        "## Held in a reconciling reading\n",
        "Numbers that cannot be right as printed, with their contradiction in the ledger.\n",
        table(
            ("constraint", "source", "achieved", "reading"),
            [(k.what, k.source, number(k.value), k.note) for k in read],
        ),
        WITNESS,
        "\n".join(f"- {sentence}" for sentence in proved) + "\n",
        NOT_CALIBRATED,
        "## The raw register\n",
        facts,
    ]
    (directory / "calibration.md").write_text("\n".join(parts), encoding="utf-8")
