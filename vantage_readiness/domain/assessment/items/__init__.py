"""The entries of checklists, in whatever notation."""
