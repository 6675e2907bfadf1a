"""Publications: what others get of a warehouse, each whole, numbered and with a manifest.

A publication is a folder of its own, `0001`, with the tables of its audience in one DuckDB file and
a manifest. A link beside the folders, `current.duckdb`, leads to the present one; a journal,
`events.jsonl`, says what was published, approved, corrected or withdrawn, and decides where the two
disagree. docs/publication.md says how to use it.
"""
