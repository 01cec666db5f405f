"""What all tests share: no test fails for being slow on a busy machine."""

from hypothesis import settings

settings.register_profile("groundwire", deadline=None)
settings.load_profile("groundwire")
