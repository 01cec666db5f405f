"""Eval pages of the service: nights over time, the report of a run, two runs side by side."""

from groundwire.evals.pages.routes import build_pages

__all__ = ["build_pages"]
