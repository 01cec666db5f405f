"""Pages for people: the playground at `/`, made of a template and a few files that stand in this package."""

from groundwire.server.pages.routes import build_pages

__all__ = ["build_pages"]
