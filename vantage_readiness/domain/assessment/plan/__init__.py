"""Phases, their steps, and how long things take."""
