"""Labelled articles: their form, what is checked about them, and articles that hold no record."""
