"""`python -m groundwire.cli`, for where the `groundwire` script is not on the path."""

from groundwire.cli import main

raise SystemExit(main())
