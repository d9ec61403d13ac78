"""The daily podcast: what is told today, from what the sources list to a digest and its episodes."""
