"""The ear: what a recogniser hears in an episode, held against what was written."""
