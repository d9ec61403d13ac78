"""An order: what is to be made, by its fingerprint."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made, and of which day it is."""

    id: str
    date: dt.date
