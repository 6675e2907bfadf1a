"""Faults set on purpose: what a build leaves when the machine or somebody stops it."""
