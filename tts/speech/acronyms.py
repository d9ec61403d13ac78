"""Capitals in the news: which are said as a word, which letter by letter."""

import re

_LONGEST_BY_LETTERS = 4
"""Unknown capitals up to here are said by letters (FBI, CNBC)."""
_SHORTEST_WITH_A_VOWEL = 7
"""From here on they are words, if they have a vowel (STRATCOM)."""

WORDS = frozenset(
    [
        "ACER",
        "AESPA",
        "AIDS",
        "AIR",
        "AMTRAK",
        "AND",
        "APEC",
        "APPLE",
        "ASAP",
        "ASUS",
        "AUDI",
        "CERN",
        "CHIP",
        "CHIPS",
        "COBRA",
        "COSTCO",
        "COVID",
        "CUNY",
        "DACA",
        "DELL",
        "DIOR",
        "DISCO",
        "DOGE",
        "DRAM",
        "DREAM",
        "FAFSA",
        "FEMA",
        "FIFA",
        "FILA",
        "FISA",
        "FLOTUS",
        "FOMO",
        "FOR",
        "FORD",
        "GAP",
        "GMAT",
        "GO",
        "HIPAA",
        "HULU",
        "IKEA",
        "IMAX",
        "IPEF",
        "ISIS",
        "ITZY",
        "JEEP",
        "JPEG",
        "JUMP",
        "KEEP",
        "LASIK",
        "LEED",
        "LEGO",
        "LIDAR",
        "LINE",
        "LIVE",
        "LOGO",
        "LOVE",
        "LSAT",
        "MAGA",
        "MAX",
        "MCAT",
        "MERS",
        "META",
        "MUJI",
        "NAND",
        "NASA",
        "NATO",
        "NEW",
        "NICU",
        "NIKE",
        "NO",
        "NOAA",
        "OLED",
        "OPEC",
        "OPEN",
        "OPPO",
        "OSHA",
        "PAC",
        "PIN",
        "PLUS",
        "POTUS",
        "PRO",
        "PUMA",
        "QLED",
        "QUAD",
        "RAID",
        "RAM",
        "RCEP",
        "RICO",
        "ROKU",
        "ROTH",
        "SALT",
        "SARS",
        "SCOTUS",
        "SEAL",
        "SHOW",
        "SIM",
        "SNAP",
        "SONY",
        "SPAM",
        "SRAM",
        "STEM",
        "SUNY",
        "SWAT",
        "SWOT",
        "TANF",
        "TED",
        "THE",
        "TIME",
        "TOEFL",
        "TOEIC",
        "TOP",
        "UBER",
        "UEFA",
        "UNRWA",
        "VISA",
        "VIVO",
        "VOGUE",
        "VRAM",
        "WIC",
        "YES",
        "YOLO",
        "ZARA",
        "ZIP",
        "ZOOM",
    ]
)
"""Said as a word, though short or of an unusual shape."""
LETTERS = frozenset(
    ["AID", "AIT", "CAR", "ICE", "IEEPA", "NAACP", "SEC", "UNHCR", "US", "USAID", "USCIS", "USMCA", "WHO"]
)
"""Said by letters, though a voice would take them for a word: the agency is I-C-E, the pact U-S-M-C-A."""
RESPELLED = {
    "AMOLED": "am oh led", "ASUS": "ay soos", "CMOS": "see moss", "COWOS": "koh woss", "CPAC": "see pack",
    "DRAM": "dee ram", "EVTOL": "ee vee toll", "GMAT": "gee mat", "IELTS": "eye elts", "IPEF": "eye peff",
    "JPEG": "jay peg", "LSAT": "el sat", "MCAT": "em cat", "OLED": "oh led", "QLED": "cue led",
    "RCEP": "are sep", "SRAM": "ess ram", "UNIQLO": "you nee klo", "VRAM": "vee ram",
}  # fmt: skip
"""Names that no voice finds by itself, in capitals, and how an English voice says them."""

_CLUSTER_AT_END = (
    r"(?:[^AEIOUY]|[SN]T|[RPTKNLMDGBWCF]S|CK|[RLNCFPX]T|[LNRW]D|NG|[SCTPG]H|[RLNSW]K|[MLRS]P|[RL]M|[RWG]N|FF|LL|SS|NX|RL|RG|CTS|NTS"
    r"|RTS|STS)?"
)
_SPEAKABLE = re.compile(rf"(?![^AEIOUY]{{3}})(?!.*[^AEIOUY]{{4}}).*[AEIOUY]{_CLUSTER_AT_END}")
"""Shapes of English words: no heap of consonants, no end that English has not."""
_VOWEL = re.compile("[AEIOUY]")
_PLURAL = re.compile("[A-Z]{2,5}s")


def is_by_letters(capitals: str) -> bool:
    """Tell whether a word in ASCII capitals is said letter by letter: by the lists, else by its shape."""
    if capitals in LETTERS or capitals in WORDS or capitals in RESPELLED:
        return capitals in LETTERS
    if len(capitals) >= _SHORTEST_WITH_A_VOWEL:
        return not _VOWEL.search(capitals)
    return len(capitals) <= _LONGEST_BY_LETTERS or not _SPEAKABLE.fullmatch(capitals)


def is_plural(word: str) -> bool:
    """Tell whether a word is capitals said by letters with the s of many: CEOs."""
    return bool(_PLURAL.fullmatch(word)) and is_by_letters(word[:-1])
