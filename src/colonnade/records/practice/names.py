"""Names of no real company or person."""

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FIRST = _words(
    """Alder Amber Ashen Barley Birch Bramble Briar Cedar Clover Cobble Copper Coral Dapple Drift Ember Fallow Fen
    Fern Flint Gable Garnet Gorse Hazel Heather Indigo Juniper Kestrel Lantern Larch Linden Lunar Maple Marl Meadow
    Mica Moss Nettle Oaken Ochre Opal Pebble Plover Quill Reed Rowan Russet Saffron Sedge Shale Sorrel Tansy Teasel
    Thistle Umber Velvet Willow Wren Yarrow"""
)
_SECOND = _words(
    """acre bank barn beck bridge brook cliff coppice croft dale dell field ford gate glade grange grove harbour
    haven heath hollow holm keep lea lock loom mead mere mill moor orchard pike pond quay ridge spire spring stead
    stone thorpe tide vale wharf wick wold yard"""
)
_TRADE = _words("Analytics Clinics Foods Freight Insurance Labs Learning Outfitters Systems Works")
_GIVEN = _words(
    """Ada Bela Cato Dorit Elio Fenna Goran Hanne Ilse Joram Kaito Leda Milo Nerys Odile Pavel Quinn Rhea Soren
    Tamsin Ugo Vesna Wim Xenia Yara Zeno"""
)
_FAMILY = _words(
    """Abelin Brakspir Corvane Dunmarrow Eskeland Farrowby Gildmoor Hartigrew Ivarson Jessamy Kettleworth Lanyon
    Marchbank Northam Ollerby Penhallow Quennell Rosevear Stanhoe Trevanion Underhay Venning Wetherlam Yelland"""
)
TITLES = ("Head of Operations", "IT Manager", "Team Lead", "Analyst", "Chief Operating Officer")
INDUSTRIES = ("Education", "Financial services", "Health care", "Logistics", "Manufacturing", "Retail")
REGIONS = {"US": "Americas", "CA": "Americas", "GB": "EMEA", "DE": "EMEA", "NL": "EMEA", "AU": "APAC"}
"""By country."""


def company_names(dice: Random) -> list[str]:
    """Every name of two parts once, in a drawn order."""
    names = [first + second for first in _FIRST for second in _SECOND]
    dice.shuffle(names)
    return names


def numbered(names: list[str], number: int) -> str:
    """The name of the company with this number; when names run out, trades tell apart those that share one."""
    lap, place = divmod(number, len(names))
    return names[place] + "".join(f" {_TRADE[int(digit)]}" for digit in (str(lap) if lap else ""))


def person(dice: Random) -> str:
    return f"{dice.choice(_GIVEN)} {dice.choice(_FAMILY)}"
