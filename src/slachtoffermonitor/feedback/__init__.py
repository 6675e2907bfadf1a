"""Tells every reporter what became of the records that it delivered, for its eyes only."""
