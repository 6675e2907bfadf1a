"""Starts one command and says what it used: `python launch.py FILE SECONDS COMMAND...`.

This process is small and holds nothing. The peak memory that the operating system reports of a
child is at least what its parent held when it started it; started from here it is the child's own.
"""

import json
import os
import signal
import subprocess
import sys
import time


def main(file: str, seconds: str, command: list[str]) -> None:
    """Write exit code, wall and processor seconds and peak bytes as JSON.

    A command that takes longer than `seconds` is stopped with all it started.
    """
    began = time.perf_counter()
    child = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - handed over by processes.py
    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os.killpg(child.pid, signal.SIGKILL))
    signal.alarm(int(seconds))
    _, status, usage = os.wait4(child.pid, 0)
    signal.alarm(0)
    used = {
        "code": os.waitstatus_to_exitcode(status),
        "wall": time.perf_counter() - began,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss * 1024,
    }
    with open(file, "w", encoding="utf-8") as out:  # noqa: PTH123 - no import more than needed
        json.dump(used, out)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
