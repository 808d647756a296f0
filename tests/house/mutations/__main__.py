"""`python -m tests.house.mutations [parts,of,names]`: the rules know Django, so it comes first."""

import os
import sys
from importlib import import_module

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings.test"
os.environ["DATABASE_URL"] = "sqlite://:memory:"
django.setup()
sys.exit(import_module("tests.house.mutations.run").main(*sys.argv[1:]))
