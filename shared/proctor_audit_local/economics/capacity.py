"""Which limits a crowd meets, which one first, and over how many accounts or regions it has to be spread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from proctor_audit_local.economics.crowd import Crowd
from proctor_audit_local.economics.quotas import CONNECTS_PER_S, QUOTAS, Quota

_STEPS: Final = 5


@dataclass(frozen=True, slots=True)
class Use:
    """How far a crowd goes into one limit.

    Attributes:
        quota: the limit.
        used: of it.
        enough_for: about how many candidates, in the same place.
    """

    quota: Quota
    used: float
    enough_for: float

    @property
    def share(self) -> float:
        return self.used / self.quota.limit

    @property
    def exceeded(self) -> bool:
        return self.share > 1


@dataclass(frozen=True, slots=True)
class Capacity:
    """What so many candidates at once need.

    Attributes:
        crowd: in each of the places.
        places: accounts or regions that they are spread over, a stack in each.
        uses: every limit, the one met first at the head.
        places_needed: at the default quotas.
        places_needed_raised: when what can be raised on request is.
    """

    crowd: Crowd
    places: int
    uses: tuple[Use, ...]
    places_needed: int
    places_needed_raised: int

    @property
    def first(self) -> Use:
        """The limit that is met first."""
        return self.uses[0]

    @property
    def exceeded(self) -> tuple[Use, ...]:
        return tuple(use for use in self.uses if use.exceeded)

    def connected_after_s(self, places: int, *, times: float = 1.0) -> float:
        """How long it takes at least until everybody is connected.

        Args:
            places: that they are spread over.
            times: what the quota of new connections was raised by.
        """
        return self.crowd.candidates * self.places / (CONNECTS_PER_S * times * places)


def capacity_of(everybody: Crowd, places: int, raised: float, quotas: Sequence[Quota] = QUOTAS) -> Capacity:
    """What a crowd needs.

    Args:
        everybody: all candidates together.
        places: accounts or regions they are spread over.
        raised: by how many times AWS is assumed to raise what it raises on request.
        quotas: the limits.
    """
    crowd = replace(everybody, candidates=everybody.candidates / places)
    uses = sorted((_use(quota, crowd) for quota in quotas), key=lambda use: use.share, reverse=True)
    return Capacity(
        crowd=crowd,
        places=places,
        uses=tuple(uses),
        places_needed=_places_needed(everybody, 1.0, quotas),
        places_needed_raised=_places_needed(everybody, raised, quotas),
    )


def _use(quota: Quota, crowd: Crowd) -> Use:
    used = quota.used(crowd)
    return Use(quota, used, _enough_for(quota, crowd) if used and quota.scope != "partition" else math.inf)


def _enough_for(quota: Quota, crowd: Crowd) -> float:
    """How many candidates use all of a limit; what they use is nearly in proportion, so a few steps find it."""
    for _ in range(_STEPS):
        crowd = replace(crowd, candidates=crowd.candidates * quota.limit / quota.used(crowd))
    return crowd.candidates


def _places_needed(everybody: Crowd, raised: float, quotas: Sequence[Quota]) -> int:
    """The fewest places in each of which no quota is exceeded; parameters are set, and what adapts is waited for."""
    return max(_places_for(quota, everybody, raised) for quota in quotas)


def _places_for(quota: Quota, everybody: Crowd, raised: float) -> int:
    if quota.raised in ("parameter", "by itself") or quota.scope == "partition":
        return 1
    limit = quota.limit * (raised if quota.raised == "on request" else 1.0)
    places = max(1, math.ceil(quota.used(everybody) / limit))
    # Many candidates together fluctuate less than few: the quotient may be a place or two short.
    while quota.used(replace(everybody, candidates=everybody.candidates / places)) > limit:
        places += 1
    return places
