"""What a look into the cache costs, and what keeping an answer does, beside other ways to keep texts."""
