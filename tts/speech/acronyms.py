"""Capitals in the news: which are said as a word, which letter by letter."""

import re

_LONGEST_BY_LETTERS = 4
"""Unknown capitals up to here are said by letters (FBI, CNBC)."""
_SHORTEST_WITH_A_VOWEL = 7
"""From here on they are words, if they have a vowel (STRATCOM)."""

WORDS = frozenset({
    "ACER", "ADAS", "ADIZ", "AESA", "AESPA", "AIDS", "AIR", "AKIRA", "AMOLED", "AMTRAK", "AND", "APEC",
    "APPLE", "ARK", "ARM", "ASAP", "ASIC", "ASUS", "ATACMS", "AUDI", "BAFTA", "BART", "BIOS", "BOSE",
    "CAPTCHA", "CARES", "CASIO", "CERN", "CHIP", "CHIPS", "CIWS", "CMOS", "COBRA", "COPE",
    "COSTCO", "COVID", "CPAC", "CRISPR", "CUNY", "DACA", "DAPA", "DAX", "DELL", "DIOR", "DISCO", "DOGE",
    "DOTA", "DRAM", "DREAM", "DUKE", "EBIT", "ECMO", "FAANG", "FAFSA", "FEMA", "FIBA", "FICO", "FIFA",
    "FILA", "FINA", "FISA", "FLOTUS", "FOIA", "FOMO", "FOR", "FORD", "FTSE", "GAP", "GATT", "GMAT", "GO",
    "GOGORO", "HALO", "HIMSS", "HIPAA", "HOPE", "HULU", "IKEA", "IMAX", "IPEF", "ISIS", "ISRO", "ITRI",
    "ITZY", "JAXA", "JEEP", "JPEG", "JUMP", "KARA", "KEEP", "LASER", "LASIK", "LEED", "LEGO", "LIDAR",
    "LINE", "LISA", "LIVE", "LOGO", "LOVE", "LSAT", "MAGA", "MAX", "MCAT", "MERS", "META", "MOMA", "MOOC",
    "MUJI", "MUNI", "NAND", "NASA", "NATO", "NEET", "NEOM", "NEW", "NICU", "NIKE", "NISA", "NO", "NOAA",
    "NOHO", "OFAC", "OLED", "OPEC", "OPEN", "OPPO", "OSHA", "PAC", "PATH", "PETA", "PIN", "PISA", "PLUS",
    "POTUS", "PRO", "PSY", "PUMA", "QLED", "QUAD", "RADAR", "RAID", "RAIN", "RAM", "RAND", "RCEP", "REIT",
    "RICE", "RICO", "RISC", "ROKU", "ROSE", "ROTH", "SALT", "SARS", "SCOTUS", "SCUBA", "SEAL", "SEGA",
    "SETI", "SHOW", "SIM", "SMAP", "SNAP", "SOAR", "SOHO", "SONAR", "SONY", "SPAC", "SPAM", "SRAM", "STEM",
    "SUGA", "SUNY", "SWAT", "SWOT", "TANF", "TARP", "TASA", "TED", "THE", "TIME", "TIPS", "TOEFL", "TOEIC",
    "TOP", "UBER", "UEFA", "UNIX", "UNRWA", "VANS", "VISA", "VIVO", "VIX", "VOGUE", "VRAM", "WADA",
    "WAYMO", "WIC", "WIPO", "YALE", "YES", "YOLO", "ZARA", "ZIP", "ZOOM",
})  # fmt: skip
"""Said as a word, though short or of an unusual shape."""
LETTERS = frozenset({
    "AID", "AIT", "CAR", "ICE", "IEEPA", "NAACP", "SEC", "UNHCR", "US", "USAID", "USCIS", "USMCA", "WHO",
})  # fmt: skip
"""Said by letters, though a voice would take them for a word: the agency is I-C-E, the pact U-S-M-C-A."""
RESPELLED = {
    "ATACMS": "attack ems", "CIWS": "sea whiz", "FTSE": "footsie", "ADIZ": "ay diz",
    "ECMO": "eck moe", "EBIT": "ee bit",
    "CFIUS": "siffius", "ITRI": "eye tree", "ASIC": "ay sick", "OFAC": "oh fack", "FOIA": "foy ah",
    "ADAS": "ay das",
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
    return bool(_PLURAL.fullmatch(word)) and word[:-1] not in RESPELLED and is_by_letters(word[:-1])
