"""The inbox: pages and texts that were sent here to be heard later, and who may send them."""
