"""How the pipeline itself grows with an article: all code but the model."""
