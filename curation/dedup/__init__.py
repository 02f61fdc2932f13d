"""Duplicates: exact ones, near ones by MinHash, and paragraphs that come again in many documents.

The functions of the stages, in their order (`pipelines/dedup.py` declares them):

signatures.py    documents → signatures: MinHash, a digest of the text, and a key that tells rows apart
bands.py         signatures → band keys: what two documents that may be duplicates have in common
links.py         band keys → links: each bucket tied to its smallest key, never all pairs
components.py    links → components, in memory; or by rounds of stars where they do not fit
candidates.py    signatures (or texts) of the documents that have a component
clusters.py      candidates → the cluster table, which says whom to keep; and a lookup of whom to drop
survivors.py     documents → those that stay

Only hashes and signatures are shuffled, never text.
"""
