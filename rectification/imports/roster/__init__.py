"""The roster of an office: organisations, people, memberships and offices in one workbook."""
