"""Who is listed on the generated exchange: VN30's members first, then made-up companies.

Door: `population`, `Listing`. Prices, share counts and daily volumes are rounded orders of
magnitude, good enough to look at, and nobody's data. Refuses to know how prices move.
"""

from __future__ import annotations

import datetime as dt
import random

import msgspec

from core.market.calendar import Board
from core.market.prices import limits_vnd, step_vnd
from core.market.symbols import NAMES, vn30_members
from workers.simulator.company_names import Company, companies
from workers.simulator.reference import Security

_VN30: dict[str, tuple[int, int, int]] = {
    "ACB": (25_000, 5_100, 12_000), "BCM": (65_000, 1_000, 600), "BID": (39_000, 7_000, 6_000),
    "BSR": (18_000, 3_100, 9_000), "CTG": (45_000, 5_400, 9_000), "DGC": (95_000, 380, 2_500),
    "FPT": (100_000, 1_700, 7_000), "GAS": (66_000, 2_300, 1_200), "GVR": (29_000, 4_000, 4_000),
    "HDB": (27_000, 3_500, 12_000), "HPG": (27_000, 7_600, 35_000), "LPB": (38_000, 3_000, 5_000),
    "MBB": (26_000, 8_000, 25_000), "MCH": (140_000, 1_050, 500), "MSN": (78_000, 1_450, 8_000),
    "MWG": (75_000, 1_480, 7_000), "PLX": (36_000, 1_270, 2_000), "SAB": (46_000, 1_280, 900),
    "SHB": (17_000, 4_600, 60_000), "SSB": (19_000, 2_800, 4_000), "SSI": (33_000, 2_000, 25_000),
    "STB": (52_000, 1_880, 10_000), "TCB": (36_000, 7_000, 14_000), "TCX": (46_000, 2_300, 2_500),
    "TPB": (18_000, 2_640, 12_000), "VCB": (62_000, 8_350, 5_000), "VHM": (90_000, 4_100, 6_000),
    "VIB": (19_000, 3_400, 9_000), "VIC": (120_000, 3_880, 4_000), "VJC": (130_000, 590, 1_500),
    "VNM": (60_000, 2_090, 4_500), "VPB": (28_000, 7_930, 30_000), "VPL": (85_000, 1_790, 900),
    "VRE": (29_000, 2_270, 10_000),
}  # fmt: skip
"""Symbol -> (price VND, millions of shares, thousands of shares a day), orders of magnitude."""

_UNKNOWN = (30_000, 1_000, 3_000)
_BOARD_CYCLE = (
    Board.HOSE, Board.UPCOM, Board.HNX, Board.UPCOM, Board.HOSE,
    Board.UPCOM, Board.HOSE, Board.HNX, Board.UPCOM, Board.UPCOM,
)  # fmt: skip
"""The mix of boards among made-up companies, close to the real one."""

FOREIGN_LIMIT_PERCENT = (30, 49, 100)
FREE_FLOATS = (0.1, 0.15, 0.25, 0.3, 0.4, 0.5, 0.6, 0.75)


class Listing(msgspec.Struct, frozen=True):
    """One listed company.

    daily_volume: typical shares a day. room: shares foreigners may still buy. free_float: the share
    of its shares that is not in fixed hands.
    """

    security: Security
    daily_volume: int
    room: int
    total_room: int
    free_float: float

    @property
    def cap_vnd(self) -> int:
        """Market value at the reference, VND."""
        return (self.security.reference or 0) * (self.security.listed_shares or 0)

    @property
    def float_cap_vnd(self) -> int:
        """Market value of the free float, VND."""
        return int(self.cap_vnd * self.free_float)


def population(date: dt.date, *, symbols: int, seed: int) -> list[Listing]:
    """The listed companies of a day.

    Args:
        symbols: how many; the first are VN30's members of the date, on HOSE.
        seed: of references, rooms and made-up companies.
    """
    rng = random.Random(f"{seed}:population")
    listings = [_member(symbol, rng) for symbol in vn30_members(date)[:symbols]]
    taken = {listing.security.symbol for listing in listings} | set(NAMES)
    made_up = companies(random.Random(f"{seed}:companies"), taken)
    while len(listings) < symbols:
        board = _BOARD_CYCLE[len(listings) % len(_BOARD_CYCLE)]
        listings.append(_made_up(next(made_up), board, rng))
    return listings


def _member(symbol: str, rng: random.Random) -> Listing:
    price, million_shares, thousand_a_day = _VN30.get(symbol, _UNKNOWN)
    name = NAMES.get(symbol, symbol)
    price = int(price * rng.uniform(0.97, 1.03))
    company = Company(symbol, name, name)
    return _listing(company, Board.HOSE, price, million_shares * 1_000_000, thousand_a_day * 1_000, rng)


def _made_up(company: Company, board: Board, rng: random.Random) -> Listing:
    price = int(min(max(rng.lognormvariate(9.7, 0.7), 3_000), 150_000))
    shares = int(min(max(rng.lognormvariate(17.8, 1.0), 5e6), 2e9))
    daily = int(min(max(shares * rng.lognormvariate(-6.5, 1.2), 500), 2e7))
    return _listing(company, board, price, shares, daily, rng)


def _listing(
    company: Company, board: Board, price: int, shares: int, daily: int, rng: random.Random
) -> Listing:
    reference = price - price % step_vnd(board, price)
    ceiling, floor = limits_vnd(board, reference)
    total_room = shares * rng.choice(FOREIGN_LIMIT_PERCENT) // 100
    # A few banks are always full: foreigners can only sell.
    room = int(total_room * (0.0 if rng.random() < 0.1 else rng.uniform(0.05, 0.8)))
    security = Security(
        company.symbol, board, company.name, company.name_en, reference, ceiling, floor, shares
    )
    return Listing(security, daily, room, total_room, rng.choice(FREE_FLOATS))
