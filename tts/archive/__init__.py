"""The archive: years of a paper, worked through address by address, and gone on with after any end."""
