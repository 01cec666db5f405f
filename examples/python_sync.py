"""Records of an article with the words that state them: python python_sync.py [address of the service]."""

import sys

from groundwire.client import ApiError, Client, ConnectionFailed

TEXT = """\
A Russian drone hit a bus in Kherson on Friday, killing two people and wounding at least seven, officials said.

Sweden pledged $314 million of military aid to Ukraine on Monday.
"""


def main(service: str) -> int:
    """Print what the service finds; 1 if it cannot be asked."""
    try:
        with Client(service) as client:
            extraction = client.extract(TEXT, published="2024-03-17")
    except ConnectionFailed:
        print(f"Nobody answers at {service}. Start one: groundwire serve", file=sys.stderr)
        return 1
    except ApiError as error:
        print(f"The service refused: {error}", file=sys.stderr)
        return 1
    for record in [*extraction.attacks, *extraction.aid_pledges]:
        print(type(record).__name__)
        for value in record.grounding:
            if value.start is not None:
                print(f"  {value.path}: {TEXT[value.start : value.end]!r} ({value.status})")
    for warning in extraction.warnings:
        print("look at:", warning.message)
    for fact in extraction.coverage.unclaimed:
        print("nobody claims:", fact.quote)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or ["http://127.0.0.1:8000"]))
