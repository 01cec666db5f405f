"""Many articles, handed in at once and read by workers that may be killed at any moment.

One body (`groundwire.jobs.body`), several engines behind one port (`groundwire.jobs.engine`). An engine delivers every
article at least once; the body looks in the cache, extracts and hands back the result; the engine keeps the first
result of each article and no other. So each article has one result, whatever was repeated on the way.
"""
