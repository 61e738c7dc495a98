"""The same reading over shards: many files to Parquet, on all cores of this machine or on a Ray cluster.

shards.py finds the work, shard.py does one piece of it, pool.py and on_ray.py spread it, loading.py brings the
outcome into a register. A shard's output depends on the shard alone: who read it, and beside whom, leaves no trace.
"""
