"""What stops a backup or a restore, in words for whoever runs it."""


class Refused(Exception):
    """Nothing was written, or all of it was taken back."""
