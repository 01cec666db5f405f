"""Reads what a text says: sentences, counts, sums of money, dates and periods, each with its place in the text."""
