"""Runs beside each other: differences, flips, and the gate against the baseline."""
