"""Packs the dashboard for `superset import-dashboards`: python clients/superset/pack.py FOLDER ZIP.

FOLDER is that of the publications, as Superset sees it. The connection leads to its link
`current.duckdb`; title and text say what the manifest of the present publication says of its data.
"""

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import yaml

DASHBOARD = Path(__file__).with_name("dashboard")
SHIPPED_NOTICE = "SYNTHETIC DATA, not the real register."
SHIPPED_PLACE = "duckdb:///published/current.duckdb"


def pack(folder: Path, target: Path) -> None:
    """Write the dashboard for a folder of publications.

    Args:
        folder: of the publications.
        target: the file that is written.

    Raises:
        SystemExit: there is no publication.
    """
    link = folder.absolute() / "current.duckdb"
    if not link.exists():
        raise SystemExit(f"There is no publication at {link}: make publish.")
    manifest = json.loads((link.resolve().parent / "manifest.json").read_text(encoding="utf-8"))
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(DASHBOARD.rglob("*.yaml")):
            shipped = yaml.safe_load(file.read_text(encoding="utf-8"))
            ours = _replaced(shipped, manifest["notice"], f"duckdb:///{link}")
            text = yaml.safe_dump(ours, allow_unicode=True, sort_keys=False)
            archive.writestr(f"dashboard/{file.relative_to(DASHBOARD)}", text)


def _replaced(value: Any, notice: str, place: str) -> Any:
    """Return a value of the dashboard with the notice and the place of a publication."""
    if isinstance(value, dict):
        return {name: _replaced(one, notice, place) for name, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, notice, place) for one in value]
    if isinstance(value, str):
        return value.replace(SHIPPED_NOTICE, notice).replace(SHIPPED_PLACE, place)
    return value


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("usage: python clients/superset/pack.py FOLDER ZIP")
    pack(Path(sys.argv[1]), Path(sys.argv[2]))
