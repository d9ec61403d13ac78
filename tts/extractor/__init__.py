"""A page in, its article out: exactly what a listener should hear.

`from tts.extractor.extract import extract`; nothing is imported here, so that importing the package is cheap.
"""
