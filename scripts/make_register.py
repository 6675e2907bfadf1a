"""Build the synthetic register (seeds/registrations) and its calibration report."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from lab.synthetic.build import build  # noqa: E402 - lab is no part of the installed package

if __name__ == "__main__":
    build(ROOT)
