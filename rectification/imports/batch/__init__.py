"""Importing a list of problems fed back by an inspection: reading and judging."""
