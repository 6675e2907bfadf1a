"""The random registers that every test run counts; `python -m tests.second_opinion --choose`."""

from __future__ import annotations

from typing import Final

SAMPLE: Final = (
    0,
    1,
    4,
    5,
    10,
    12,
    17,
    19,
    20,
    22,
    24,
    26,
    27,
    38,
    50,
    53,
    54,
    62,
    63,
    68,
    69,
    78,
    93,
    94,
    106,
    110,
    111,
    112,
    115,
    119,
    120,
    125,
    126,
    130,
    131,
    136,
    141,
    184,
)
"""Few of the registers of the proof, in which everything occurs that has to, three times."""
