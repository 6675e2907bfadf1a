"""Build the synthetic register (seeds/registrations) and its calibration report."""

from pathlib import Path

from slachtoffermonitor.synthetic.build import build

if __name__ == "__main__":
    build(Path(__file__).resolve().parents[1])
