"""Proof that the tests bite: change one thing in one rule, and show which test sees it.

`python -m tests.mutation --help` says how to run it, `docs/mutation.md` holds the last full result.
The models themselves are never touched: everything happens in a copy in a temporary directory.
"""
