"""Real servers of PostgreSQL and Redis, started by the tests in folders and on ports of their own."""
