"""The show where others find it: pages and feeds of all episodes, and their way to a folder or a store."""
