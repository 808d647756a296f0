"""Importing the register of opinions that an office keeps: reading and judging."""
