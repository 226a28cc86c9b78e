"""Comparing two texts: Markdown becomes clauses, clauses are aligned, changes get a redline."""
