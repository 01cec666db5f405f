"""Load on the whole service: a cheap model endpoint, a cheap client, and what they find out about `groundwire serve`.

Endpoint, service and client are processes of their own; the client and the endpoint must cost little, for all of them
share a few cores.
"""
