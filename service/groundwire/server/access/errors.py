"""What can be wrong with keys before any request is served."""


class KeysError(Exception):
    """Keys cannot be read, written or found, or the service would be open to strangers. The message is for people."""
