"""Scores: of the whole and of its areas."""
