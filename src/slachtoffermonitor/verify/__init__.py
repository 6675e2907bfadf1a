"""Says what each figure of a text is in the monitor, or why it cannot be (docs/verify.md)."""
