"""The daily podcast: what is new, told as a digest and as episodes, in a feed and on pages."""
