"""What an article takes on the embedded model, beside a plain instructor call on the same one."""
