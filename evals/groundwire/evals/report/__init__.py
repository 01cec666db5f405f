"""The report of a run: one HTML file for people, JSON for programs, JUnit XML for CI."""

from groundwire.evals.report.writing import write_report

__all__ = ["write_report"]
