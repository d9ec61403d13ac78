"""Where episodes are made: on this machine, or on many. Who asks for one does not see which."""
