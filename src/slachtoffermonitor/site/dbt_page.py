"""dbt's own documentation as one page that may be published."""

from __future__ import annotations

import base64
import gzip
import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from slachtoffermonitor.dbt_run import without_others
from slachtoffermonitor.office import OFFICE_VARIABLE
from slachtoffermonitor.project import DATABASE_VARIABLE, REGISTER_VARIABLE, ProjectError


def generate_docs(
    database: Path, root: Path, folder: Path
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Let dbt document the project, and return its manifest and its catalogue.

    The SQL is always that of the shipped register: what is traced is the project, not a delivery.
    dbt opens the warehouse to read alone, so that others may go on reading it.

    Raises:
        ProjectError: dbt ends in an error.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = {
        DATABASE_VARIABLE: str(database),
        REGISTER_VARIABLE: "",
        OFFICE_VARIABLE: "",
        "DBT_TARGET_PATH": str(folder),
        "DBT_LOG_PATH": str(folder),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
        "SLACHTOFFERMONITOR_ACCESS": "read_only",
    }
    dbt = str(Path(sys.executable).with_name("dbt"))
    paths = ["--project-dir", str(root), "--profiles-dir", str(root)]
    done = subprocess.run(  # noqa: S603
        [dbt, "--quiet", "docs", "generate", *paths, "--vars", "register_path: ''"],
        cwd=root,
        env=without_others(os.environ) | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProjectError(f"dbt could not document the project:\n{done.stdout.strip()}")
    manifest, catalog = (
        json.loads((folder / name).read_text(encoding="utf-8"))
        for name in ("manifest.json", "catalog.json")
    )
    return manifest, catalog


_TRACKING: Final = "!0===e.track&&r.turn_on_tracking()"

_HOSTS_OF_READERS: Final = re.compile(r"fishtownanalytics\.sinter-collect\.com|fuzzed\.getdbt\.com")

_ICON: Final = re.compile(r'xlink:href=(\\?)"\{\{')

_FAVICON: Final = re.compile(r'href="\$\{require\([^)]*\)\}"')

_CANONICAL: Final = '<link rel="canonical" href="/overview/"/>'

_VARYING: Final = frozenset(
    {
        *("generated_at", "invocation_started_at", "run_started_at", "invocation_id"),
        *("created_at", "user_id", "env", "root_path", "compiled_path", "build_path"),
    }
)
"""What differs between two runs on the same project, or names a folder of this machine."""

_UNUSED: Final = frozenset(
    {
        *("unrendered_config", "checksum", "extra_ctes", "doc_blocks", "granularity", "comment"),
        *("child_map", "patch_path", "relation_name", "primary_key", "time_spine", "quote"),
    }
)
"""Parts of the artifacts that dbt's page never reads; they would be a tenth of it."""


def publishable(
    page: str,
    manifest: Mapping[str, Any],
    catalog: Mapping[str, Any],
    folders: Iterable[Path],
    notice: str,
) -> str:
    """Return dbt's documentation as one page that may be published.

    As `dbt docs generate --static` does, the manifest and the catalogue are put into the page;
    first they lose what differs from run to run, the folders of this machine, the macros of dbt
    itself and the SQL of generic tests. The page loses its reports about readers.

    Args:
        page: dbt's page, without data.
        manifest: dbt's manifest.
        catalog: dbt's catalogue.
        folders: of this machine, which are left out.
        notice: what the page says about the data, at the lower edge of the window.

    Raises:
        ProjectError: the page is not as known, so that nobody can say what it would do.
    """
    if page.count(_TRACKING) != 1:
        raise ProjectError(
            "dbt's documentation has changed: the place where it begins to report about readers is "
            "not where it was. Look at it before publishing it (site/dbt_page.py)."
        )
    text = page.replace(_TRACKING, "0")
    text = _HOSTS_OF_READERS.sub("localhost.invalid", text)
    # The browser would fetch the braces before the page's script fills them in.
    text = _ICON.sub(r'ng-attr-xlink_href=\1"{{', text)
    text = _FAVICON.sub('href="data:,"', text).replace(_CANONICAL, "")
    if text.count(_END) != 1:
        raise ProjectError("dbt's documentation has changed: the end of its page is not found.")
    text = text.replace(_END, _NOTICE.format(notice=html.escape(notice)) + _END)
    own = manifest["metadata"]["project_name"]
    kept = dict(manifest)
    kept["macros"] = {
        key: macro for key, macro in manifest["macros"].items() if macro["package_name"] == own
    }
    kept["nodes"] = {
        key: {
            **node,
            "depends_on": {
                **node["depends_on"],
                "macros": [
                    macro
                    for macro in node["depends_on"].get("macros", ())
                    if macro in kept["macros"]
                ],
            },
            "compiled_code": "" if node.get("test_metadata") else node.get("compiled_code", ""),
        }
        for key, node in manifest["nodes"].items()
    }
    for mark, content in (("MANIFEST", kept), ("CATALOG", catalog)):
        place = f'"{mark}.JSON INLINE DATA"'
        if text.count(place) != 1:
            raise ProjectError("dbt's documentation has changed: it has no place for its data.")
        data = json.dumps(_constant(content), separators=(",", ":"), sort_keys=True)
        text = text.replace(place, data)
    for folder in folders:
        text = text.replace(str(folder) + "/", "").replace(str(folder), ".")
    return text


_END: Final = "</body>"
_NOTICE: Final = (
    '<div role="note" style="position:fixed;bottom:0;left:0;right:0;z-index:99999;padding:6px 12px;'
    'background:#ffe08a;color:#1f1400;font:600 14px sans-serif;text-align:center">{notice}</div>'
)

_UNPACK: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>dbt docs</title>
<link rel="icon" href="data:,">
</head>
<body>
<h1>dbt docs</h1>
<p id="said">This page needs JavaScript.</p>
<script id="page" type="text/plain">{page}</script>
<script>
"use strict";
(async () => {{
  const said = document.getElementById("said");
  said.textContent = "Unpacking the documentation.";
  try {{
    const packed = atob(document.getElementById("page").textContent);
    const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const page = await new Response(stream).text();
    document.open();
    document.write(page);
    document.close();
  }} catch (error) {{
    said.textContent = "This browser cannot unpack the page; a newer one can.";
  }}
}})();
</script>
</body>
</html>
"""


def packed(page: str) -> str:
    """Return a page that unpacks itself in the browser, at a quarter of its size.

    As it is, the documentation of dbt would be a fifth of the whole site.
    """
    content = gzip.compress(page.encode("utf-8"), compresslevel=9, mtime=0)
    return _UNPACK.format(page=base64.b64encode(content).decode("ascii"))


def _constant(value: Any) -> Any:
    """Return artifacts without what differs from run to run and what nobody reads."""
    if isinstance(value, dict):
        return {
            key: (None if key in _VARYING and not isinstance(found, dict) else _constant(found))
            for key, found in value.items()
            if key not in _UNUSED
        }
    if isinstance(value, list):
        return [_constant(found) for found in value]
    return value
