"""The public names are those that are meant to be."""

import groundwire.server


def test_all_is_what_there_is() -> None:
    modules = {"app", "body", "docs", "headers", "limits", "openapi", "openapi30", "ports", "problems"}
    modules |= {"request_id", "routes"}
    public = {name for name in vars(groundwire.server) if not name.startswith("_")} - modules
    assert sorted(public) == groundwire.server.__all__
