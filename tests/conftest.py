"""What all tests share: no test fails for being slow on a busy machine, and real servers for those that need them."""

from hypothesis import settings

pytest_plugins = ["tests.servers.fixtures"]

settings.register_profile("groundwire", deadline=None)
settings.load_profile("groundwire")
