"""Papers made of what is on record: the lists (docs/rules.md 5). Nothing is typed twice."""
