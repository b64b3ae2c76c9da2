"""Markdown as blocks, each with its lines."""
