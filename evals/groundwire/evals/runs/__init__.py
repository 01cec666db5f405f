"""Runs: cases put to a model, answers recorded, a folder that a kill does not harm."""
