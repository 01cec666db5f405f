"""Doubles that do real work in small: a scripted model endpoint behind a real socket.

They stand in for what lies outside Groundwire, never for a module of its own.
"""
