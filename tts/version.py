"""The version, written here alone: the package's metadata, `ting --version` and requests follow."""

VERSION = "0.1.0"
