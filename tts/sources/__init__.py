"""Where articles come from: addresses, files, feeds."""
