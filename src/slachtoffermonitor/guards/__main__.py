"""The process that judges: reads questions from its input, writes answers to its output.

A question and an answer are one line of JSON each; see :mod:`.process`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from slachtoffermonitor.guards.checks import Stage


def main() -> None:
    """Answer until the input ends."""
    # Great Expectations prints; the pipe for answers is kept apart from it.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    judge: Callable[[Stage, Path, Path | None], dict[str, Any]] | None = None
    fault = ""
    try:
        from slachtoffermonitor.guards.judge import answer as judge  # noqa: PLC0415
    except Exception as error:
        fault = f"Great Expectations could not be loaded: {type(error).__name__}"
    for line in sys.stdin:
        question = json.loads(line)
        docs = Path(question["docs"]) if question["docs"] else None
        if judge is None:
            reply: dict[str, Any] = {"error": fault}
        else:
            reply = judge(question["stage"], Path(question["database"]), docs)
        answers.write(json.dumps(reply) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
