"""Exports of a run: one file a form."""
