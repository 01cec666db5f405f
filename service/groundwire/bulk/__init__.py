"""Corpora: files in, files out, on one machine or on an engine."""
