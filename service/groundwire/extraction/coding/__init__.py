"""Codes drafts as records: each value is found in the passage and put in the codebook's terms, or taken away."""
