"""The show as RSS for podcast apps: which feeds there are, what is in each, and how it is written."""
