"""Many articles: how fast workers read them, what the engine adds to it, and what kills cost."""
