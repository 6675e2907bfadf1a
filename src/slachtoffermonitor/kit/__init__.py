"""Makes the release kit of a publication: tables, a workbook, metadata, a quality report."""
