"""The public names are those that are meant to be."""

import types

import groundwire.server


def test_all_is_what_there_is() -> None:
    modules = {name for name, value in vars(groundwire.server).items() if isinstance(value, types.ModuleType)}
    public = {name for name in vars(groundwire.server) if not name.startswith("_")} - modules
    assert sorted(public) == groundwire.server.__all__
