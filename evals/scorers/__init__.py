"""Scorers: what one answer is worth by one measure, and why."""
