"""Backup and restore of a whole house (docs/how-to/back-up-and-restore.md)."""
