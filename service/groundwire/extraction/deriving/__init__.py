"""Closed codes from words of the article: kinds, categories, types and states that no model needs to write."""
