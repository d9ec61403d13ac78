"""The catalog: which episodes there are and which stories were seen, in one SQLite file."""
