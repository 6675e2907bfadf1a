"""The monitor's static site: figures, audit and documentation, made from a finished warehouse."""
