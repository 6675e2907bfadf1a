"""The published cells of a register, computed without the warehouse."""
