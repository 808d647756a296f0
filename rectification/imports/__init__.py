"""Files that an office hands in: read here, judged here, written by services.

Reading knows no rule, judging knows no database, so that preview, dry run and writing agree.
"""
