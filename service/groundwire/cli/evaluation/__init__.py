"""The commands of `groundwire eval`: one module each, put together in `app`."""
