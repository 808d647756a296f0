#!/usr/bin/env python
"""The administrator's entry: `manage.py help` lists the commands."""

import os
import sys

from django.core.management import execute_from_command_line

from rectification.acting import Origin, asked_by

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings.dev")
    try:
        with asked_by(Origin.COMMAND, sys.argv[1] if len(sys.argv) > 1 else ""):
            execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)
