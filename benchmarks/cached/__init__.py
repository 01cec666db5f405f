"""What an answer from the cache costs over HTTP, beside a route that does nothing and one that does the least."""
