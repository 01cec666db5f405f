"""What a model is given to fill in, and how drafts are read from it."""
